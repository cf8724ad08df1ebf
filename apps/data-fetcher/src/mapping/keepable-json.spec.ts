import { describe, expect, it } from '@jest/globals';
import { keepableJson } from './keepable-json.js';

describe('JSON that is kept', () => {
  it.each([
    ['{"a":["plain \\n"]}', '{"a":["plain \\n"]}'],
    ['"\\u00e9\\ud83d\\ude00"', '"\\u00e9\\ud83d\\ude00"'],
    ['"NUL \\u0000."', '"NUL \uFFFD."'],
    ['"half \\uD83D."', '"half \uFFFD."'],
    ['"other half \\ude00."', '"other half \uFFFD."'],
    ['"half \\uD83D\\uD83D\\uDE00"', '"half \uFFFD\\uD83D\\uDE00"'],
    ['"no escape \\\\u0000"', '"no escape \\\\u0000"'],
    ['"escape after one \\\\\\u0000"', '"escape after one \\\\\uFFFD"'],
  ])('of %s is %s', (json, kept) => {
    expect(keepableJson(json)).toBe(kept);
  });
});
