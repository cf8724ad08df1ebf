import { describe, expect, it } from '@jest/globals';
import { canonicalLanguageTag } from './language-tag.js';

describe('a language tag', () => {
  it.each([
    ['en', 'en'],
    ['PT-br', 'pt-BR'],
    ['zh-hant-tw', 'zh-Hant-TW'],
  ])('%s is spelt %s', (tag, canonical) => {
    expect(canonicalLanguageTag(tag)).toBe(canonical);
  });

  it.each(['', 'en_US', 'english language', 'e', '-de'])('%j is none', (tag) => {
    expect(canonicalLanguageTag(tag)).toBeUndefined();
  });
});
