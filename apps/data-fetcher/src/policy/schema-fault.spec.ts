import { describe, expect, it } from '@jest/globals';
import { schemaFault } from './schema-fault.js';

const schema = {
  type: 'object',
  required: ['lineup'],
  properties: {
    lineup: {
      type: 'array',
      minItems: 1,
      items: {
        type: 'object',
        required: ['player'],
        properties: { player: { type: 'string', pattern: '^[A-Z]' }, at: { enum: ['home', 'away'] } },
        additionalProperties: { type: ['integer', 'null'] },
      },
    },
  },
};
const lineup = (...players: object[]) => ({ lineup: players });

describe('an answer and its JSON Schema', () => {
  it('fit', () => {
    expect(schemaFault(schema, lineup({ player: 'Ona', number: 7 }))).toBeUndefined();
  });

  it.each([
    ['a member is missing', {}, 'the answer must have lineup'],
    ['it is of another type', [], 'the answer must be object'],
    [
      'it is of none of its types',
      lineup({ player: 'Ona', number: 's3cret' }),
      '/lineup/0/number must be integer or null',
    ],
    ['too few', lineup(), '/lineup does not fit minItems'],
    ['a value is not one of those', lineup({ player: 'Ona', at: 's3cret' }), '/lineup/0/at does not fit enum'],
    [
      'a text looks otherwise',
      lineup({ player: 'Ona' }, { player: 's3cret' }),
      '/lineup/1/player does not fit pattern',
    ],
  ])('do not fit where %s: the pointer is told, and no value', (_, answer, fault) => {
    expect(schemaFault(schema, answer)).toBe(fault);
  });

  it('are read as the draft that the schema names, 2020-12 unless it does', () => {
    const tuple = { items: [{ type: 'string' }], additionalItems: false };
    const draft07 = { $schema: 'http://json-schema.org/draft-07/schema#', ...tuple };
    expect(schemaFault(draft07, ['a', 'b'])).toBe('the answer does not fit additionalItems');
    const { items: prefixItems } = tuple;
    const draft2020 = { $schema: 'https://json-schema.org/draft/2020-12/schema', prefixItems, items: false };
    expect(schemaFault(draft2020, ['a', 'b'])).toBe('the answer does not fit items');
    expect(schemaFault({ prefixItems, items: false }, ['a'])).toBeUndefined();
  });

  it.each([
    ['is none', { type: 'nothing' }],
    ['is elsewhere', { $ref: 'https://elsewhere.example/schema.json' }],
    ['is asynchronous', { $async: true }],
    ['has a pattern that is none', { properties: { a: { pattern: '(' } } }],
  ])('do not fit where the schema %s', (_, unreadable) => {
    expect(schemaFault(unreadable, {})).toBe('its responseSchema cannot be read');
    expect(schemaFault(unreadable, {})).toBe('its responseSchema cannot be read');
  });

  it('are told again and again, of more schemas than are kept, and of two with the same $id', () => {
    for (let minimum = 0; minimum < 150; minimum += 1) {
      expect(schemaFault({ $id: 'https://a.example', minimum }, minimum - 1)).toBe('the answer does not fit minimum');
    }
    expect(schemaFault({ $id: 'https://a.example', minimum: 0 }, 0)).toBeUndefined();
  });
});
