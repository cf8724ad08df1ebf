import { describe, expect, it } from '@jest/globals';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { findingKinds } from './finding.js';

describe('the findings of a review', () => {
  it('are those of docs/review.md, in their order', async () => {
    const text = await readFile(join(import.meta.dirname, '../../../../docs/review.md'), 'utf8');
    const rows = [...text.matchAll(/^\| `(\w+)`\s*\| (error|warning)\s*\| (.*?)\s*\|$/gm)];
    const told = rows.map(([, code, severity, meaning]) => [code, severity, meaning]);
    expect(told).toEqual(Object.entries(findingKinds).map(([code, kind]) => [code, ...kind]));
  });
});
