import { describe, expect, it } from '@jest/globals';
import { pathsFromTop } from './template-paths.js';

const paths = (source: string) => pathsFromTop(source).map((path) => path.join('.'));

describe('the paths that a template reads from its top', () => {
  it.each([
    [
      'an output',
      '{{context.link}} {{{profile.a.b}}} {{this.context.x}}',
      ['context.link', 'profile.a.b', 'context.x'],
    ],
    [
      'the values of a helper, not its name',
      '{{default profile.a (default context.b "x")}}',
      ['profile.a', 'context.b'],
    ],
    ['a condition and both its sides', '{{#if a}}{{b}}{{else}}{{c}}{{/if}}', ['a', 'b', 'c']],
    ['chained conditions', '{{#if a}}{{b}}{{else if c}}{{d}}{{/if}}', ['a', 'b', 'c', 'd']],
    ['an element by its number', '{{data.lineup.[0].name}}', ['data.lineup.0.name']],
    ['what is gone through, not what is within', '{{#each data.lineup}}{{name}}{{data.x}}{{/each}}', ['data.lineup']],
    ['what is entered, not what is within', '{{#with profile}}{{city}}{{/with}}', ['profile']],
    [
      'what stands where a list is empty',
      '{{#each data.a}}{{x}}{{else}}{{context.b}}{{/each}}',
      ['data.a', 'context.b'],
    ],
    [
      'what is reached from within',
      '{{#each data.a}}{{../context.b}}{{@root.data.c}}{{/each}}',
      ['data.a', 'context.b', 'data.c'],
    ],
    ['as far up as it goes', '{{#each data.a}}{{#each b}}{{../c}}{{../../d}}{{/each}}{{/each}}', ['data.a', 'd']],
    ['conditions within, which are no level', '{{#each data.a}}{{#if b}}{{../c}}{{/if}}{{/each}}', ['data.a', 'c']],
    ['no loop variables and no block parameters', '{{#each data.a as |row|}}{{@index}}{{row.x}}{{/each}}', ['data.a']],
    ['nothing of the whole scope', '{{this}}', []],
  ])('are %s', (_, source, expected) => {
    expect(paths(source)).toEqual(expected);
  });

  it('are none where the template does not parse', () => {
    expect(paths('{{#if context.a}}')).toEqual([]);
  });
});
