import { describe, expect, it } from '@jest/globals';
import { contextCheck } from './context-schema.js';

const order = {
  type: 'object',
  required: ['order'],
  properties: {
    order: { type: 'object', required: ['total'], properties: { total: { type: ['string', 'number'] } } },
  },
};

describe('the check of a context', () => {
  it('has no fault where it fits, with further members beside', () => {
    expect(contextCheck(order)({ order: { total: 5, currency: 'EUR' }, more: [] })).toEqual([]);
  });

  it('points at what is missing, and at what is of another type', () => {
    expect(contextCheck(order)({})).toEqual([{ pointer: '/order', detail: 'must be there' }]);
    expect(contextCheck(order)({ order: {} })).toEqual([{ pointer: '/order/total', detail: 'must be there' }]);
    expect(contextCheck(order)({ order: { total: null } })).toEqual([
      { pointer: '/order/total', detail: 'must be string, number' },
    ]);
  });

  it('escapes names in pointers (RFC 6901)', () => {
    expect(contextCheck({ required: ['a/b~c'] })({})).toEqual([{ pointer: '/a~1b~0c', detail: 'must be there' }]);
    const closed = { properties: { a: { type: 'object', additionalProperties: false } } };
    expect(contextCheck(closed)({ a: { 'x/y': 1 } })).toEqual([{ pointer: '/a/x~1y', detail: 'must not be there' }]);
  });

  it('counts only own members', () => {
    expect(contextCheck({ required: ['toString', 'constructor'] })({})).toHaveLength(2);
  });

  it('tells the faults of a rule’s consequence, not that it has any', () => {
    const rule = { if: { required: ['isGift'] }, then: { required: ['giver'] } };
    expect(contextCheck({ allOf: [rule] })({ isGift: true })).toEqual([{ pointer: '/giver', detail: 'must be there' }]);
  });

  it('tells all faults of a small context, and one of a large', () => {
    const check = contextCheck({ properties: { list: { items: { type: 'string' } } } });
    expect(check({ list: [1, 2, 'x', 3] }).map(({ pointer }) => pointer)).toEqual(['/list/0', '/list/1', '/list/3']);
    expect(check({ list: Array.from({ length: 10_000 }, () => 1) })).toHaveLength(1);
  });

  it('shows no value', () => {
    const check = contextCheck({ properties: { a: { enum: ['x'] }, b: { format: 'email' }, c: { maxLength: 1 } } });
    expect(JSON.stringify(check({ a: 'secret', b: 'secret', c: 'secret' }))).not.toContain('secret');
  });

  it.each([[{ type: 'objekt' }], [{ propertes: {} }], [{ format: 'regex' }], [{ $ref: 'https://example.com/x' }]])(
    'is not made of %j',
    (schema) => {
      expect(() => contextCheck(schema)).toThrow();
    },
  );
});
