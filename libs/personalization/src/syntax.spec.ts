import { describe, expect, it } from '@jest/globals';
import { syntaxOf } from './syntax.js';

describe('the paths of a template', () => {
  it('are all that it reads, each once', () => {
    const source =
      '{{profile.a.b}} {{default profile.c "x"}} {{#if context.d}}{{profile.a.b}}{{else}}{{profile.e}}{{/if}}';
    expect(syntaxOf(source).paths).toEqual([
      ['profile', 'a', 'b'],
      ['profile', 'c'],
      ['context', 'd'],
      ['profile', 'e'],
    ]);
  });

  it('name the row of a data source by its place', () => {
    expect(syntaxOf('{{data.weather.[0].condition}}{{data.weather.0.condition}}').paths).toEqual([
      ['data', 'weather', '0', 'condition'],
    ]);
  });

  it('leave out loop variables such as @index', () => {
    expect(syntaxOf('{{#each profile.items}}{{@index}}{{/each}}').paths).toEqual([['profile', 'items']]);
  });
});
