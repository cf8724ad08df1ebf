import { describe, expect, it } from '@jest/globals';
import { chooseVariant } from './choose-variant.js';

const content = ['en', 'es', 'pt-PT', 'pt-BR'].map((locale) => ({
  treatment: 'default',
  locale,
  subject: '',
  html: '',
}));

describe('the variant for a language', () => {
  it.each([
    ['es', 'es'],
    ['ES', 'es'],
    ['pt-BR', 'pt-BR'],
    ['es-MX', 'es'],
    ['pt', 'pt-PT'],
    ['fr', 'en'],
    [undefined, 'en'],
  ])('for %p is %p', (language, locale) => {
    expect(chooseVariant(content, language)?.locale).toBe(locale);
  });
});
