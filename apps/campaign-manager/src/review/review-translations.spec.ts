import { describe, expect, it } from '@jest/globals';
import { translationFindings } from './review-translations.js';

const found = (...variants: [treatment: string, locale: string][]) =>
  translationFindings(variants.map(([treatment, locale]) => ({ treatment, locale, subject: 'Hi', html: 'Hi' }))).map(
    ({ code, pointer, detail }) => [code, pointer, detail],
  );

describe('the review of translations', () => {
  it('warns of each language that a treatment lacks and another has', () => {
    expect(found(['A', 'en'], ['A', 'de'], ['B', 'en'], ['B', 'fr'])).toEqual([
      ['TranslationMissing', '/content/0', 'Treatment "A" has no variant in fr, which treatment "B" has.'],
      ['TranslationMissing', '/content/2', 'Treatment "B" has no variant in de, which treatment "A" has.'],
    ]);
  });

  it('takes a language for the same in whatever spelling', () => {
    expect(found(['A', 'pt-br'], ['B', 'PT-BR'])).toEqual([]);
  });

  it('misses none where there is one treatment', () => {
    expect(found(['A', 'en'], ['A', 'de'])).toEqual([]);
  });
});
