import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { prepare, root } from './prepare.mjs';

// Standard output is for what was measured.
await prepare({ out: process.stderr });
await import(pathToFileURL(join(root, 'bench/dist/main.js')).href);
