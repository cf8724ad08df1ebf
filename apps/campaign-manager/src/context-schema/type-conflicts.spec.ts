import { readsOf } from '@clarion/personalization';
import { describe, expect, it } from '@jest/globals';
import { contextReads } from './derive-context-schema.js';
import { typeConflicts } from './type-conflicts.js';

const conflicts = (...sources: string[]) =>
  typeConflicts(
    sources.map((source, index) => ({
      pointer: `/content/${index}/html`,
      reads: contextReads(readsOf(source), 'text'),
    })),
  );

describe('values of the context that are used as two kinds of thing', () => {
  it.each([
    ['{{context.order}}{{context.order.total}}', 'context.order is used as an object, and as a text.'],
    ['{{#each context.items}}{{name}}{{/each}}{{context.items}}', 'context.items is used as a text, and as a list.'],
    ['{{context.items.[0]}}{{context.items.name}}', 'context.items is used as an object, and as a list.'],
    ['{{#each context.a}}{{this}}{{b}}{{/each}}', 'context.a.[] is used as an object, and as a text.'],
    ['{{context}}{{context.a}}', 'context is used as an object, and as a text.'],
  ])('are found in %s', (source, detail) => {
    expect(conflicts(source)).toEqual([{ pointer: '/content/0/html', detail }]);
  });

  it('are told once, with both places', () => {
    expect(conflicts('{{context.a}}', '{{context.a.b}}{{context.a.c}}', '{{context.a.d}}')).toEqual([
      { pointer: '/content/1/html', detail: 'context.a is used as an object, and as a text in /content/0/html.' },
    ]);
  });

  it.each([
    '{{#if context.order}}{{context.order.total}}{{/if}}',
    '{{context.items.length}}{{#each context.items}}{{this}}{{/each}}',
    '{{#each context.prices}}{{@key}}{{this}}{{/each}}{{context.prices.eur}}',
    '{{#with context.name}}{{this}}{{/with}}',
  ])('are not in %s', (source) => {
    expect(conflicts(source)).toEqual([]);
  });
});
