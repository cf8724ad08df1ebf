import { describe, expect, it } from '@jest/globals';
import { readsOf } from './template-reads.js';

/** `path use` with `!` where it is needed, and its conditions: `+` filled, `-` not. */
const told = (source: string) =>
  readsOf(source).map(({ path, use, isNeeded, given }) =>
    [
      `${path.join('.')}${isNeeded ? '!' : ''} ${use}`,
      ...given.map((condition) => `${condition.isFilled ? '+' : '-'}${condition.path.join('.')}`),
    ].join(' '),
  );

describe('the reads of a template', () => {
  it.each([
    ['what is put out is needed', '{{context.a}} {{{context.b}}}', ['context.a! text', 'context.b! raw']],
    ['what has a default is not', '{{default context.a "x"}}', ['context.a text']],
    [
      'what stands in is needed where the first is missing',
      '{{default context.a context.b}}',
      ['context.a text', 'context.b! text -context.a'],
    ],
    [
      'conditions hold on their own side',
      '{{#if a}}{{b}}{{else}}{{c}}{{/if}}{{#unless a}}{{d}}{{/unless}}',
      ['a any', 'b! text +a', 'c! text -a', 'a any', 'd! text -a'],
    ],
    [
      'chained conditions are conditions of one another',
      '{{#if a}}{{else if b}}{{c}}{{/if}}',
      ['a any', 'b any -a', 'c! text -a +b'],
    ],
    [
      'a loop is a condition of what it reads',
      '{{#each l}}{{x}}{{../y}}{{else}}{{z}}{{/each}}',
      ['l list', 'l.[].x! text +l', 'y! text +l', 'z! text -l'],
    ],
    ['a loop over keys may be over an object', '{{#each m}}{{@key}}{{this}}{{/each}}', ['m map', 'm.[]! text +m']],
    [
      'what is asked of a member is known within, not outside',
      '{{#each l}}{{#if on}}{{x}}{{../y}}{{/if}}{{/each}}',
      ['l list', 'l.[].on any +l', 'l.[].x! text +l +l.[].on', 'y! text +l'],
    ],
    [
      'a loop over the same list has other members',
      '{{#each l}}{{#if on}}{{#each ../l}}{{x}}{{/each}}{{/if}}{{/each}}',
      ['l list', 'l.[].on any +l', 'l list +l', 'l.[].x! text +l +l'],
    ],
    ['a condition that cannot be told is left out', '{{#if (default a b)}}{{c}}{{/if}}', ['a any', 'b any', 'c! text']],
    ['a template that does not parse reads nothing', '{{#if a}}', []],
  ])('say that %s', (_, source, expected) => {
    expect(told(source)).toEqual(expected);
  });

  it('say what counts as nothing', () => {
    const blanks = readsOf('{{#if a}}{{b}}{{/if}}{{#if a includeZero=true}}{{b}}{{/if}}{{#each a}}{{../b}}{{/each}}')
      .filter(({ path }) => path[0] === 'b')
      .map(({ given }) => given[0]?.blank);
    expect(blanks).toEqual([
      [null, false, '', 0, []],
      [null, false, '', []],
      [null, false, '', 0, [], {}],
    ]);
  });
});
