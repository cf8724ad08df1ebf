import { describe, expect, it } from '@jest/globals';
import { compileTemplate, compileTrackedTemplate, type Scope } from './template.js';
import type { Tracking } from './tracking.js';

const scope: Scope = {
  context: {
    id: 'a b',
    link: 'https://shop.example/?a=1&b="2"',
    mail: 'mailto:shop@example.com',
    html: '<p>1 > 0 <a href="https://shop.example/?x=1&amp;y=2">x</a><a href="#top">top</a></p>',
    encodedLink: 'https://shop.example/?a=1&amp;b=2',
    offers: [{ url: 'https://shop.example/1' }, { url: '/2' }],
    isGold: true,
    word: 'in',
  },
  profile: {},
  data: {},
  links: { unsubscribe: 'https://mail.example/u/1' },
};

const nothing = () => ({});
const noLink = () => ({ linkTo: () => undefined });

/** Shows which addresses were asked about, and what was put in their place. */
function tracked(
  html: string,
  trackingWith: (linkTo: NonNullable<Tracking['linkTo']>) => Tracking = (linkTo) => ({ linkTo }),
  encode = (part: string) => part,
) {
  const asked: string[] = [];
  const linkTo = (address: string) => {
    asked.push(address);
    return address.startsWith('https://shop.example') ? { before: 'to/', after: `.${asked.length}` } : undefined;
  };
  const template = compileTrackedTemplate(html, encode, trackingWith(linkTo));
  const atOnce = asked.splice(0);
  return { html: template(scope, 'MARK'), atOnce, later: asked };
}

describe('the links of a tracked template', () => {
  it('that are the same in all messages are replaced when it is compiled, whatever the case and quotes', () => {
    const { html, atOnce, later } = tracked(
      `<A HREF='https://shop.example/a'>a</A><a href=https://shop.example/b>b</a><area\nhref = " https://shop.example/c ">`,
    );
    expect(html).toBe(`<A HREF='to/MARK.1'>a</A><a href=to/MARK.2>b</a><area\nhref = "to/MARK.3">`);
    expect(atOnce).toEqual(['a', 'b', 'c'].map((path) => `https://shop.example/${path}`));
    expect(later).toEqual([]);
  });

  it('are understood as a browser does: entities are what they stand for, what is percent-encoded stays so', () => {
    const { atOnce } = tracked('<a href="https://shop.example/?a=1&amp;b=%20&#x3D;&copy=2&#38;d">');
    expect(atOnce).toEqual(['https://shop.example/?a=1&b=%20=&copy=2&d']);
  });

  it('that have values in them are replaced for each message', () => {
    const { html, atOnce, later } = tracked('<a href="{{context.link}}">a</a> {{context.link}}');
    expect(html).toBe('<a href="to/MARK.1">a</a> https://shop.example/?a&#x3D;1&amp;b&#x3D;&quot;2&quot;');
    expect({ atOnce, later }).toEqual({ atOnce: [], later: ['https://shop.example/?a=1&b="2"'] });
    expect(tracked('<a href="https://shop.example/?a=&amp;b={{context.id}}&amp;c">').later).toEqual([
      'https://shop.example/?a=&b=a b&c',
    ]);
    expect(tracked('<a href="{{{context.link}}}">').later).toEqual(['https://shop.example/?a=1&b="2"']);
    expect(tracked('<a href="{{{context.encodedLink}}}">').later).toEqual(['https://shop.example/?a=1&b=2']);
    expect(tracked('<a href="{{context.encodedLink}}">').later).toEqual(['https://shop.example/?a=1&amp;b=2']);
    expect(tracked('<a href={{context.encodedLink}} class="a">').html).toBe('<a href=to/MARK.1 class="a">');
  });

  it('may have blocks in them, and stand in blocks', () => {
    const choice = '<a href="https://shop.example/{{#if context.isGold}}gold?a&amp;b{{else}}other{{/if}}">';
    expect(tracked(choice)).toMatchObject({ html: '<a href="to/MARK.1">', later: ['https://shop.example/gold?a&b'] });
    const each = '{{#each context.offers}}<a href="{{url}}">{{@index}}{{../context.word}}</a>{{/each}}';
    expect(tracked(each).html).toBe('<a href="to/MARK.1">0in</a><a href="/2">1in</a>');
    const fixed =
      '{{#if context.isGold}}<a href="https://shop.example/a">{{else}}<a href="https://shop.example/b">{{/if}}';
    expect(tracked(fixed)).toMatchObject({
      html: '<a href="to/MARK.1">',
      atOnce: [{}, {}].map(() => expect.anything()),
    });
    const named =
      '{{#each context.offers as |offer place|}}<a href="{{offer.url}}#{{../context.word}}{{place}}">{{/each}}';
    expect(tracked(named).later).toEqual(['https://shop.example/1#in0', '/2#in1']);
  });

  it('may have other values and blocks beside them in their tag', () => {
    const { html } = tracked(
      '<a {{#if context.isGold}}class="gold" {{/if}}href="https://shop.example" title="{{context.id}}">',
    );
    expect(html).toBe('<a class="gold" href="to/MARK.1" title="a b">');
  });

  it('are found in values that are put out as they are', () => {
    const { html, later } = tracked('{{{context.html}}}{{{context.id}}}');
    expect(html).toBe('<p>1 > 0 <a href="to/MARK.1">x</a><a href="#top">top</a></p>a b');
    expect(later).toEqual(['https://shop.example/?x=1&y=2', '#top']);
  });

  it.each([
    '<a href="mailto:{{context.id}}@example.com?a&amp;b">',
    '<a href="#top">',
    '<a href="">',
    '<a>',
    '<a href="{{links.unsubscribe}}">',
    '<link href="https://shop.example/a.css">',
    `<a href="{{#if context.isGold}}https://shop.example" class="gold{{else}}https://shop.example{{/if}}">`,
    '<a {{#if context.isGold}}href="https://shop.example"{{/if}}>',
    'a <b> {{context.id}} & {{{context.id}}} {{#each context.offers}}{{@index}}{{/each}}',
  ])('stay as they are where nothing is to be in their place: %s', (source) => {
    expect(tracked(source).html).toBe(compileTemplate(source, 'html')(scope));
    expect(tracked(source, nothing).html).toBe(compileTemplate(source, 'html')(scope));
  });

  it('that have values and stay say the same as before', () => {
    expect(tracked('<a href="{{context.link}}x">', noLink).html).toBe(
      '<a href="https://shop.example/?a&#x3D;1&amp;b&#x3D;&quot;2&quot;x">',
    );
  });

  it('fail where one of their values is missing, as everywhere', () => {
    expect(() => tracked('<a href="https://shop.example/{{context.none}}">')).toThrow(
      'There is no value for context.none',
    );
  });

  it('are encoded with the rest, part by part', () => {
    const encode = (part: string) => `[${part}]`;
    const { html } = tracked(
      '<a href="https://shop.example"><a href="{{context.link}}"><a href="{{context.mail}}">{{{context.id}}}',
      undefined,
      encode,
    );
    expect(html).toBe(
      '[<a href="][to/][MARK][.1]["><a href="][to/][MARK][.1]["><a href="][mailto:shop@example.com][">][a b]',
    );
  });

  it('leave white space around blocks as it is without them', () => {
    const source = `<b>\n  {{#each context.offers}}\n  <a href="{{url}}">\n   {{~@index~}}\n </a>\n  {{/each}}\n\n{{#if context.isGold}}\n\n<a href="/x">\n{{/if}}\n</b>\n`;
    const expected = compileTemplate(source, 'html')(scope);
    expect(tracked(source, noLink).html).toBe(expected);
    expect(tracked(source, () => ({ pixel: { before: '', after: '' } })).html).toBe(`${expected}MARK`);
  });

  it('are compiled in time that grows with the template alone', () => {
    const source = '<a href="https://shop.example">{{context.id}}</a>'.repeat(20_000);
    const since = performance.now();
    compileTrackedTemplate(source, (part) => part, noLink());
    expect(performance.now() - since).toBeLessThan(15_000);
  });
});

describe('the pixel of a tracked template', () => {
  const pixel = { before: '<img src="', after: '">' };
  const withPixel = (source: string) => tracked(source, () => ({ pixel })).html;

  it('stands before the end of the body, in whatever case, the last where there are several', () => {
    expect(withPixel('<body>a</body></html>')).toBe('<body>a<img src="MARK"></body></html>');
    expect(withPixel('<!-- </body> --><BODY>{{context.word}}</BODY >')).toBe(
      '<!-- </body> --><BODY>in<img src="MARK"></BODY >',
    );
  });

  it.each(['<p>a</p>', '{{context.word}}', '{{#if context.isGold}}a</body>{{/if}}', '{{{context.html}}}'])(
    'stands at the end where the template’s own words have no such place: %s',
    (source) => {
      expect(withPixel(source)).toBe(`${compileTemplate(source, 'html')(scope)}<img src="MARK">`);
    },
  );

  it('leaves links as they are where they are not tracked', () => {
    expect(withPixel('<a href="https://shop.example">{{{context.html}}}')).not.toContain('to/');
  });
});
