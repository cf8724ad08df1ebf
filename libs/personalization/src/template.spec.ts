import { describe, expect, it } from '@jest/globals';
import { compileTemplate } from './template.js';
import { TemplateError } from './template-error.js';

const scope = {
  context: { link: 'https://shop.example/?a=1&b=2', items: [{ name: 'Cap' }, { name: 'Scarf' }], isVip: true },
  profile: { person: { name: { firstName: '<Ada>' } }, blank: '' },
  data: {
    lineup: [
      { lineNum: 1, act: 'The Larks', isHeadliner: false, encores: 0 },
      { lineNum: 2, act: 'Owl & Son', isHeadliner: true, encores: 2 },
    ],
    weather: [{ lineNum: 3, region: 'Oslo', condition: 'snow', note: null }],
  },
  links: { unsubscribe: 'https://mail.shop.example/u/x-_9' },
};
const html = (source: string) => compileTemplate(source, 'html')(scope);

describe('a template', () => {
  it('tells at which line and column a value is missing', () => {
    const placeOf = (source: string) => {
      try {
        return html(source);
      } catch (error) {
        return error instanceof TemplateError ? error.place : error;
      }
    };
    expect(placeOf('Hi\n  {{context.none}}')).toBe('2:4');
    expect(placeOf('{{#each context.items}}{{price}}{{/each}}')).toBe('1:25');
    expect(placeOf('{{default context.none profile.none}}')).toBe('1:10');
  });

  it('puts values in, escaped for HTML', () => {
    expect(html('Hi {{profile.person.name.firstName}}')).toBe('Hi &lt;Ada&gt;');
  });

  it('leaves values as they are in text', () => {
    expect(compileTemplate('{{context.link}}', 'text')(scope)).toBe('https://shop.example/?a=1&b=2');
  });

  it('names the links that are made for its delivery, and is not rendered where there is none', () => {
    expect(html('<a href="{{links.unsubscribe}}">')).toBe('<a href="https://mail.shop.example/u/x-_9">');
    const without = () => compileTemplate('{{links.unsubscribe}}', 'text')({ ...scope, links: {} });
    expect(without).toThrow(new TemplateError('There is no value for links.unsubscribe'));
  });

  it('knows conditions, loops and scopes', () => {
    expect(html('{{#if context.isVip}}vip{{else}}-{{/if}}')).toBe('vip');
    expect(html('{{#unless context.isNew}}known{{/unless}}')).toBe('known');
    expect(html('{{#each context.items}}{{@index}}{{name}} {{/each}}')).toBe('0Cap 1Scarf ');
    expect(html('{{#with profile.person}}{{name.firstName}}{{/with}}')).toBe('&lt;Ada&gt;');
  });

  it('fails rather than leave a blank where a value is missing', () => {
    expect(() => html('{{context.code}}')).toThrow('There is no value for context.code');
    expect(() => html('{{{context.deep.code}}}')).toThrow('There is no value for context.deep.code');
    expect(() => html('{{#each context.items}}{{price}}{{/each}}')).toThrow('There is no value for price');
  });

  it('fails where neither a value nor what stands in for it is there', () => {
    expect(() => html('{{default context.nothing profile.nothing}}')).toThrow('There is no value for context.nothing');
  });

  it('uses the default where a value is missing or blank', () => {
    expect(html('{{default context.name "there"}}')).toBe('there');
    expect(html('{{default profile.blank "there"}}')).toBe('there');
    expect(html('{{default profile.address.city "your town"}}')).toBe('your town');
  });

  it('goes through the rows of a data source', () => {
    expect(html('{{#each data.lineup}}{{lineNum}} {{act}}; {{/each}}')).toBe('1 The Larks; 2 Owl &amp; Son; ');
    expect(html('{{#each data.nothing}}x{{else}}no acts{{/each}}')).toBe('no acts');
  });

  it('puts one row’s value out, in either spelling of its place', () => {
    expect(html('{{data.weather.0.condition}}')).toBe('snow');
    expect(html('{{data.weather.[0].condition}}')).toBe('snow');
    expect(html('{{#with data.weather.[0]}}{{region}}: {{condition}}{{/with}}')).toBe('Oslo: snow');
  });

  it('takes `false` and 0 for values', () => {
    expect(html('{{data.lineup.0.isHeadliner}} {{data.lineup.0.encores}}')).toBe('false 0');
    expect(compileTemplate('{{data.lineup.0.isHeadliner}} {{data.lineup.0.encores}}', 'text')(scope)).toBe('false 0');
  });

  it('fails with the path where a data source has no such row or column', () => {
    expect(() => html('{{data.weather.1.condition}}')).toThrow('There is no value for data.weather.1.condition');
    expect(() => html('{{data.weather.[1].condition}}')).toThrow('There is no value for data.weather.1.condition');
    expect(() => html('{{data.weather.0.wind}}')).toThrow('There is no value for data.weather.0.wind');
    expect(() => html('{{data.weather.0.note}}')).toThrow('There is no value for data.weather.0.note');
    expect(() => html('{{data.offers.0.title}}')).toThrow('There is no value for data.offers.0.title');
    expect(() => html('{{#each data.lineup}}{{stage}}{{/each}}')).toThrow('There is no value for stage');
  });

  it.each([
    '{{constructor}}',
    '{{context.constructor}}',
    '{{context.__proto__}}',
    '{{context.toString}}',
    '{{data.lineup.map}}',
    '{{data.lineup.[-1].act}}',
    '{{data.lineup.constructor.name}}',
    '{{data.lineup.0.toString}}',
  ])('does not reach prototypes by %s', (source) => {
    expect(() => html(source)).toThrow(TemplateError);
  });

  it.each([
    ['{{#if context.a}}', 'The template ends too early (line and column 1:17)'],
    ['Hi\n{{context.a', 'What stands here is not expected (line and column 2:10)'],
    ['Hi\n  {{a b!}}', 'What stands here is not expected (line and column 2:5)'],
    ['{{{x}} s3cret', /^What stands here is not expected \(line and column 1:4\)$/],
    ['{{#if a}}{{/each}}', "if doesn't match each - 1:3"],
    ['{{shout context.a}}', 'There is no helper "shout" (line and column 1:0)'],
    ['{{#shout}}x{{/shout}}', 'There is no helper "shout" (line and column 1:0)'],
    ['{{default}}', 'The helper "default" needs 2 values (line and column 1:0)'],
    ['{{default context.a}}', 'The helper "default" needs 2 values (line and column 1:0)'],
    ['{{#default context.a "x"}}{{/default}}', 'The helper "default" has no block (line and column 1:0)'],
    ['x{{if context.a}}', 'The helper "if" needs a block, as in {{#if …}} (line and column 1:1)'],
    ['{{#if context.a context.b}}{{/if}}', 'The helper "if" needs a value (line and column 1:0)'],
    ['{{toString context.link}}', 'There is no helper "toString" (line and column 1:0)'],
    ['{{lookup context "link"}}', /There is no helper "lookup"/],
    ['{{> header}}', /Partials are not part/],
    ['{{* evil}}', /Decorators are not part/],
  ])('refuses %s', (source, message) => {
    expect(() => compileTemplate(source, 'html')).toThrow(message);
  });
});
