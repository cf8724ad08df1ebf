import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { prepare, root } from './prepare.mjs';

/** `npm run asyncapi`: writes docs/asyncapi.yaml anew. */
await prepare();
await import(pathToFileURL(join(root, 'tools/dist/asyncapi/main.js')).href);
