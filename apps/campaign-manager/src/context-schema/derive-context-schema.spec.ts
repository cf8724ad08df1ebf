import { readsOf } from '@clarion/personalization';
import { describe, expect, it } from '@jest/globals';
import { contextReads, deriveContextSchema } from './derive-context-schema.js';

const text = ['string', 'number', 'boolean'];
const derived = (...sources: string[]) => {
  const schema = deriveContextSchema(sources.flatMap((source) => contextReads(readsOf(source), 'text')));
  const { $schema, ...rest } = schema ?? {};
  expect($schema).toBe(schema && 'https://json-schema.org/draft/2020-12/schema');
  return rest;
};

describe('the context schema of templates', () => {
  it('is none where they read no context', () => {
    expect(deriveContextSchema(contextReads(readsOf('{{profile.name}} {{#each data.a}}{{b}}{{/each}}'), 'text'))).toBe(
      undefined,
    );
  });

  it('demands what is put out, as a text, and what leads to it', () => {
    expect(derived('{{context.order.total}}')).toEqual({
      type: 'object',
      required: ['order'],
      properties: { order: { type: 'object', required: ['total'], properties: { total: { type: text } } } },
    });
  });

  it('lets what has a default be missing or null', () => {
    expect(derived('{{default context.name "you"}}')).toEqual({
      type: 'object',
      properties: { name: { type: [...text, 'null'] } },
    });
  });

  it('demands of an object that is asked for what is read in it, if it is there', () => {
    const total = {
      type: 'object',
      properties: { order: { type: ['object', 'null'], required: ['total'], properties: { total: { type: text } } } },
    };
    expect(derived('{{#if context.order}}{{context.order.total}}{{/if}}')).toEqual(total);
    expect(derived('{{#with context.order}}{{total}}{{/with}}')).toEqual(total);
  });

  it('makes loops lists of objects, which may be missing, and demands what is read of each', () => {
    expect(derived('{{#each context.items}}{{name}}{{default note "-"}}{{/each}}')).toEqual({
      type: 'object',
      properties: {
        items: {
          type: ['array', 'null'],
          items: {
            type: 'object',
            required: ['name'],
            properties: { name: { type: text }, note: { type: [...text, 'null'] } },
          },
        },
      },
    });
  });

  it('demands an element that is named by its number, and all before it', () => {
    expect(derived('{{context.items.1.name}}')).toEqual({
      type: 'object',
      required: ['items'],
      properties: {
        items: {
          type: 'array',
          minItems: 2,
          prefixItems: [{}, { type: 'object', required: ['name'], properties: { name: { type: text } } }],
        },
      },
    });
  });

  it('demands by a rule what is read only if something else is there', () => {
    const filled = { not: { anyOf: [{ enum: [null, false, '', 0] }, { type: 'array', maxItems: 0 }] } };
    expect(derived('{{#if context.isGift}}{{context.giver}}{{/if}}')).toEqual({
      type: 'object',
      properties: { isGift: {}, giver: { type: [...text, 'null'] } },
      allOf: [
        {
          if: { type: 'object', required: ['isGift'], properties: { isGift: filled } },
          then: { type: 'object', required: ['giver'], properties: { giver: { type: text } } },
        },
      ],
    });
  });

  it('puts what several templates read together', () => {
    expect(derived('{{context.a.b}}', '{{default context.a.b "x"}}{{context.a.c}}')).toEqual({
      type: 'object',
      required: ['a'],
      properties: {
        a: { type: 'object', required: ['b', 'c'], properties: { b: { type: text }, c: { type: text } } },
      },
    });
  });

  it('counts as needed what stands under a condition on something else than the context', () => {
    expect(derived('{{#if profile.isVip}}{{context.code}}{{/if}}')).toMatchObject({ required: ['code'] });
  });

  it('lets a whole value of a body be anything that is there', () => {
    const schema = deriveContextSchema(contextReads(readsOf('[{{{context.list}}}]'), 'json'));
    expect(schema).toMatchObject({ required: ['list'], properties: { list: {} } });
  });
});
