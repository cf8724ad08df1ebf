import 'reflect-metadata';
import { openApiFaults } from '@clarion/testing';
import { openApiText } from '@clarion/service/openapi';
import { describe, expect, it } from '@jest/globals';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { openApi } from './openapi.js';

describe('docs/openapi/feedback.yaml', () => {
  it('says what the code says: if not, run `npm run openapi`', async () => {
    const file = join(import.meta.dirname, '../../../docs/openapi/feedback.yaml');
    expect(await readFile(file, 'utf8')).toBe(openApiText(await openApi()));
  });

  it('is an OpenAPI 3.1 document', async () => {
    expect(await openApiFaults(await openApi())).toEqual([]);
  });
});
