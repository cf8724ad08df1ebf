import { describe, expect, it } from '@jest/globals';
import { compileTemplate, type Scope } from './template.js';

const brackets = (part: string) => `[${part}]`;
const scope: Scope = {
  context: { link: 'a&b', items: ['x', 'y'], nothing: null, count: 0 },
  profile: {},
  data: {},
  links: {},
};
const rendered = (source: string, kind: 'html' | 'text') => compileTemplate(source, kind, brackets)(scope);

describe('an encoded output', () => {
  it('is encoded part by part: the words of the template, and each value, escaped before where it is HTML', () => {
    expect(rendered('Go to {{context.link}}!', 'html')).toBe('[Go to ][a&amp;b][!]');
    expect(rendered('{{{context.link}}}', 'html')).toBe('[a&b]');
    expect(rendered('{{context.link}}', 'text')).toBe('[a&b]');
    expect(rendered('', 'html')).toBe('');
  });

  it('is encoded in blocks, and of helpers', () => {
    expect(rendered('{{#each context.items}}{{@index}}{{this}};{{/each}}', 'html')).toBe('[0][x][;][1][y][;]');
    expect(rendered('{{#if context.count}}some{{else}}none{{/if}}', 'text')).toBe('[none]');
    expect(rendered('{{default context.name "<you>"}}', 'html')).toBe('[&lt;you&gt;]');
    expect(rendered('{{default context.nothing context.count}}', 'html')).toBe('[0]');
  });

  it('says the same as the plain one', () => {
    const source =
      'A {{context.link}} {{{context.link}}} {{default context.nothing 7}} {{#each context.items}}{{this}}{{/each}}';
    for (const kind of ['html', 'text'] as const) {
      expect(compileTemplate(source, kind, (part) => part)(scope)).toBe(compileTemplate(source, kind)(scope));
    }
  });

  it('fails where a value is missing', () => {
    for (const source of ['{{context.nothing}}', '{{default context.nothing context.nothing}}']) {
      expect(() => rendered(source, 'html')).toThrow('There is no value for context.nothing');
    }
  });

  it('keeps its helpers to itself', () => {
    expect(() => rendered('{{[(put)] context.link}}', 'html')).toThrow('There is no helper "(put)"');
  });
});
