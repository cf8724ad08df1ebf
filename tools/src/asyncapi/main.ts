import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { asyncApiText } from './asyncapi-text.js';

await writeFile(join(import.meta.dirname, '../../../docs/asyncapi.yaml'), asyncApiText());
