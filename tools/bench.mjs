import { prepare } from './prepare.mjs';

// Standard output is for what was measured.
await prepare({ out: process.stderr });
await import('../bench/dist/main.js');
