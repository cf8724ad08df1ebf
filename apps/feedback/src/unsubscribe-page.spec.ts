import { describe, expect, it } from '@jest/globals';
import { unsubscribePage } from './unsubscribe-page.js';

describe('a page', () => {
  it.each([
    ['es', 'es', 'Darse de baja'],
    ['es-MX', 'es', 'Darse de baja'],
    ['ES', 'es', 'Darse de baja'],
    ['en-GB', 'en', 'Unsubscribe'],
    ['fr', 'en', 'Unsubscribe'],
    ['est', 'en', 'Unsubscribe'],
    ['', 'en', 'Unsubscribe'],
  ])('for the locale %j is in %s', (locale, language, title) => {
    const html = unsubscribePage('ask', locale);
    expect(html).toContain(`<html lang="${language}">`);
    expect(html).toContain(`<h1>${title}</h1>`);
  });

  it.each([
    ['ask', ['One-Click']],
    ['unsubscribed', ['Undo']],
    ['resubscribed', ['One-Click']],
    ['later', ['One-Click']],
    ['unknown', []],
  ] as const)('that says %s has a button for what can be said next', (name, values) => {
    const html = unsubscribePage(name, 'en');
    expect([...html.matchAll(/value="([\w-]+)"><button>/g)].map(([, value]) => value)).toEqual(values);
  });
});
