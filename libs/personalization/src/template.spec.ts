import { describe, expect, it } from '@jest/globals';
import { compileTemplate, TemplateError } from './template.js';

const scope = {
  context: { link: 'https://shop.example/?a=1&b=2', items: [{ name: 'Cap' }, { name: 'Scarf' }], isVip: true },
  profile: { person: { name: { firstName: '<Ada>' } }, blank: '' },
};
const html = (source: string) => compileTemplate(source, 'html')(scope);

describe('a template', () => {
  it('puts values in, escaped for HTML', () => {
    expect(html('Hi {{profile.person.name.firstName}}')).toBe('Hi &lt;Ada&gt;');
  });

  it('leaves values as they are in text', () => {
    expect(compileTemplate('{{context.link}}', 'text')(scope)).toBe('https://shop.example/?a=1&b=2');
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

  it('uses the default where a value is missing or blank', () => {
    expect(html('{{default context.name "there"}}')).toBe('there');
    expect(html('{{default profile.blank "there"}}')).toBe('there');
    expect(html('{{default profile.address.city "your town"}}')).toBe('your town');
  });

  it.each(['{{constructor}}', '{{context.constructor}}', '{{context.__proto__}}', '{{context.toString}}'])(
    'does not reach prototypes by %s',
    (source) => {
      expect(() => html(source)).toThrow(TemplateError);
    },
  );

  it.each([
    ['{{#if context.a}}', /Parse error/],
    ['{{shout context.a}}', 'There is no helper "shout" (line and column 1:0)'],
    ['{{#shout}}x{{/shout}}', 'There is no helper "shout" (line and column 1:0)'],
    ['{{default}}', 'The helper "default" needs a value (line and column 1:0)'],
    ['{{toString context.link}}', 'There is no helper "toString" (line and column 1:0)'],
    ['{{lookup context "link"}}', /There is no helper "lookup"/],
    ['{{> header}}', /Partials are not part/],
    ['{{* evil}}', /Decorators are not part/],
  ])('refuses %s', (source, message) => {
    expect(() => compileTemplate(source, 'html')).toThrow(message);
  });
});
