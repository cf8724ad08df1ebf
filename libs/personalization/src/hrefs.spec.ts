import { describe, expect, it } from '@jest/globals';
import { hrefsIn } from './hrefs.js';

const found = (html: string) => hrefsIn(html).map(({ start, end }) => html.slice(start, end));

describe('the links of a piece of HTML', () => {
  it.each([
    ['<a href="https://x">', ['https://x']],
    [`<a href='https://x'>`, ['https://x']],
    ['<a href=https://x/?a=b>', ['https://x/?a=b']],
    ['<a href = "https://x" >', ['https://x']],
    ['<A CLASS="b" HREF="https://x">', ['https://x']],
    ['<a\nclass=b\n\thref="https://x"\n>', ['https://x']],
    ['<a/href="https://x"/>', ['https://x']],
    ['<a title="a > b" href="https://x">', ['https://x']],
    [`<a title='"' data-href="no" href="https://x">`, ['https://x']],
    ['<area shape="rect" href="https://x">', ['https://x']],
    ['<a href="https://x"><b>1</b></a><p/><a href="https://y">', ['https://x', 'https://y']],
    ['<!--[if mso]><a href="https://x">', ['https://x']],
    ['<a href="https://x" href="https://y">', ['https://x']],
    ['<a disabled href="https://x">', ['https://x']],
    ['<a \uFFFC href="\uFFFC/b">', ['\uFFFC/b']],
    ['<a\uFFFChref=\uFFFC>', ['\uFFFC']],
  ])('are found in %j', (html, hrefs) => {
    expect(found(html)).toEqual(hrefs);
  });

  it.each([
    '<a>',
    '<a href>',
    '<a href="">',
    '<a name="x">',
    '<link href="https://x">',
    '<base href="https://x">',
    '<abbr href="https://x">',
    '<a href="https://x',
    'a href="https://x"',
    '<a title=\'href="https://x"\'>',
    '<a b=">" \'href="https://x">',
  ])('are none in %j', (html) => {
    expect(found(html)).toEqual([]);
  });

  it.each(['<a ', '<a b="', "<a b='", '<a href="', '<a b c d ', '<a b = ', '<a /', '<a b="x" '])(
    'are looked for in time that grows with the text alone: %j again and again',
    (part) => {
      const since = performance.now();
      hrefsIn(part.repeat(300_000));
      expect(performance.now() - since).toBeLessThan(2_000);
    },
  );
});
