import { describe, expect, it } from '@jest/globals';
import { nextLink } from './link-header.js';

describe('the link to the next page (RFC 8288)', () => {
  it.each([
    ['<https://a.example/?page=2>; rel="next"', 'https://a.example/?page=2'],
    ['<?page=2>;rel=next', '?page=2'],
    ['<a>; rel="prev", <b>; rel="next", <c>; rel="last"', 'b'],
    ['<a,b;c>; rel="next"', 'a,b;c'],
    ['<a>; REL="Prev Next"', 'a'],
    ['<a>; title="x, <y>; rel=next", <b>; title="say \\"next\\""; rel=next', 'b'],
    ['<a> ; foo ; rel = "next"', 'a'],
    ['<>; rel=next', ''],
  ])('is found in %s', (header, target) => {
    expect(nextLink(header)).toBe(target);
  });

  it.each([
    undefined,
    '',
    'next',
    '<a>',
    '<a>; rel="last"',
    '<a>; rel=nextish',
    '<a>; rel=last; rel=next',
    '<a>; rel="next"; anchor="#part"',
    '<a>; title="rel=next"',
    '<a; rel=next',
  ])('is not there in %s', (header) => {
    expect(nextLink(header)).toBeUndefined();
  });

  it('is looked for in a short time, however the header is made', () => {
    expect(nextLink(`<a>${'; a = "'.repeat(2_000)}`)).toBeUndefined();
    expect(nextLink('<'.repeat(16_000))).toBeUndefined();
    expect(nextLink(`<a>;${' '.repeat(16_000)}`)).toBeUndefined();
  });
});
