import { describe, expect, it } from '@jest/globals';
import { pathsFromTop } from './template-paths.js';

const paths = (source: string) => pathsFromTop(source).map((path) => path.join('.'));

describe('the paths that a template reads', () => {
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
    [
      'what is gone through, and what is read of each',
      '{{#each data.lineup}}{{name}}{{this.a}}{{./b}}{{data.x}}{{/each}}',
      ['data.lineup', 'data.lineup.[].name', 'data.lineup.[].a', 'data.lineup.[].b', 'data.lineup.[].data.x'],
    ],
    ['what is entered, and what is read within', '{{#with profile}}{{city}}{{/with}}', ['profile', 'profile.city']],
    [
      'what is given to helpers within',
      '{{#each data.a}}{{default x y.z}}{{/each}}',
      ['data.a', 'data.a.[].x', 'data.a.[].y.z'],
    ],
    ['each itself', '{{#each context.list}}{{this}}{{/each}}', ['context.list', 'context.list.[]']],
    [
      'what stands where a list is empty',
      '{{#each data.a}}{{x}}{{else}}{{context.b}}{{/each}}',
      ['data.a', 'data.a.[].x', 'context.b'],
    ],
    [
      'what is reached from within',
      '{{#each data.a}}{{../context.b}}{{@root.data.c}}{{/each}}',
      ['data.a', 'context.b', 'data.c'],
    ],
    [
      'as far up as it goes',
      '{{#each data.a}}{{#each b}}{{../c}}{{../../d}}{{/each}}{{/each}}',
      ['data.a', 'data.a.[].b', 'data.a.[].c', 'd'],
    ],
    [
      'conditions within, which are no level',
      '{{#each data.a}}{{#if b}}{{../c}}{{/if}}{{/each}}',
      ['data.a', 'data.a.[].b', 'c'],
    ],
    [
      'those of block parameters, where they lead',
      '{{#each data.a as |row n|}}{{@index}}{{n}}{{row.x}}{{this.row}}{{#each y}}{{row.z}}{{/each}}{{/each}}{{#with data.b as |b|}}{{b.c}}{{/with}}',
      ['data.a', 'data.a.[].x', 'data.a.[].row', 'data.a.[].y', 'data.a.[].z', 'data.b', 'data.b.c'],
    ],
    [
      'nothing of a value without a path',
      '{{#each (default data.a context.b)}}{{x}}{{/each}}',
      ['data.a', 'context.b'],
    ],
    ['nothing above the top', '{{../x}}', []],
    ['nothing of the whole scope', '{{this}}', []],
  ])('are %s', (_, source, expected) => {
    expect(paths(source)).toEqual(expected);
  });

  it('are none where the template does not parse', () => {
    expect(paths('{{#if context.a}}')).toEqual([]);
  });
});
