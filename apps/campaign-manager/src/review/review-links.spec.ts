import type { Variant } from '@clarion/contracts';
import { describe, expect, it } from '@jest/globals';
import { linkFindings } from './review-links.js';

const variant: Variant = { treatment: 'A', locale: 'en', subject: 'Hi', html: '' };
const codesIn = (html: string) =>
  linkFindings([{ ...variant, html }], 'transactional').map(({ code, pointer }) => [code, pointer]);
const malformed = [['LinkMalformed', '/content/0/html']];

describe('the review of links', () => {
  it.each([
    '<a href="https://shop.example/a?b={{context.b}}&amp;c=1">Go</a>',
    '<a href="{{context.link}}">Go</a>',
    '<a class="x" HREF = \'mailto:help@shop.example\'>Write</a>',
    '<a href=tel:+4912345>Call</a>',
    '<a href="#top">Up</a>',
    '<a href="https://{{context.host}}/x">Go</a>',
    '<a href="{{#if context.a}}https://a.example{{else}}https://b.example{{/if}}">Go</a>',
    '<a name="top" data-href="x">No link</a>',
    '<abbr href="x">No link</abbr>',
  ])('passes %s', (html) => {
    expect(codesIn(html)).toEqual([]);
  });

  it.each(['<a href="">Go</a>', '<a\n  href=" # ">Go</a>', "<area href=''>"])(
    'warns of a link to nowhere: %s',
    (html) => {
      expect(codesIn(html)).toEqual([['LinkEmpty', '/content/0/html']]);
    },
  );

  it.each([
    '<a href="www.shop.example">Go</a>',
    '<a href="/offers">Go</a>',
    '<a href="https://">Go</a>',
    '<a href="javascript:alert(1)">Go</a>',
    '<a href="htps://shop.example">Go</a>',
  ])('warns of what is no whole URL: %s', (html) => {
    expect(codesIn(html)).toEqual(malformed);
  });

  it('tells the same link once', () => {
    expect(codesIn('<a href="x">1</a><a href="x">2</a>')).toEqual(malformed);
  });

  it('looks at four megabytes of broken html in linear time', () => {
    expect(codesIn('<a '.repeat(1_300_000))).toEqual([]);
    expect(codesIn(`<a ${'href '.repeat(800_000)}`)).toEqual([]);
  });

  describe('that end marketing', () => {
    const pointersIn = (...content: Partial<Variant>[]) =>
      linkFindings(
        content.map((one) => ({ ...variant, ...one })),
        'marketing',
      ).map(({ code, pointer }) => [code, pointer]);
    const link = '<a href="{{links.unsubscribe}}">Unsubscribe</a>';

    it('stand in the html, and in the text where there is one', () => {
      expect(pointersIn({ html: link }, { html: link, text: 'Bye: {{links.unsubscribe}}' })).toEqual([]);
      expect(pointersIn({ html: 'Hi' }, { html: link, text: 'Hi' }, { html: '', text: 'Hi' })).toEqual([
        ['UnsubscribeLinkMissing', '/content/0/html'],
        ['UnsubscribeLinkMissing', '/content/1/text'],
        ['UnsubscribeLinkMissing', '/content/2/text'],
      ]);
    });

    it('need not stand in what is transactional', () => {
      expect(linkFindings([{ ...variant, html: 'Hi' }], 'transactional')).toEqual([]);
    });
  });
});
