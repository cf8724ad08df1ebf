import { describe, expect, it } from '@jest/globals';
import { contextSchemaFault } from './context-schema.body.js';

describe('a context schema that is written by hand', () => {
  it('may bound what a template reads', () => {
    const total = { type: 'number', minimum: 0, maximum: 10_000, multipleOf: 0.01 };
    const lines = { type: 'array', maxItems: 20, items: { type: 'object', required: ['sku'] } };
    const mail = { type: 'string', format: 'email', maxLength: 320 };
    const either = { oneOf: [{ required: ['phone'] }, { required: ['mail'] }] };
    expect(contextSchemaFault({ type: 'object', properties: { total, lines, mail }, ...either })).toBeUndefined();
  });

  it.each([
    ['a regular expression', { properties: { code: { type: 'string', pattern: '^(a+)+$' } } }, /without "pattern"/],
    ['names by a regular expression', { patternProperties: { '^(a+)+$': {} } }, /without "patternProperties"/],
    ['a reference', { properties: { a: { $ref: '#' } } }, /without "\$ref"/],
    ['a comparison of elements', { properties: { a: { type: 'array', uniqueItems: true } } }, /without "uniqueItems"/],
    ['an object to compare with', { properties: { a: { enum: ['x', {}] } } }, /must compare with texts/],
    ['a keyword that there is not', { allOf: [{ propertes: {} }] }, /without "propertes"/],
    ['a format that there is not', { properties: { a: { format: 'regex' } } }, /is no JSON Schema.*regex/],
    ['a value that is no schema', { type: 'objekt' }, /is no JSON Schema/],
    ['too many bytes', { description: 'x'.repeat(16_400) }, /at most 16384 bytes/],
    ['too many schemas', { allOf: Array.from({ length: 200 }, () => ({})) }, /at most 200 schemas/],
  ])('may not have %s', (_, schema, fault) => {
    expect(contextSchemaFault(schema)).toMatch(fault);
  });

  it.each([[undefined], [null], [true], ['{}'], [[]]])('is not %j', (value) => {
    expect(contextSchemaFault(value)).toBe('must be a JSON Schema');
  });

  it('may have properties that are called as keywords are not', () => {
    expect(contextSchemaFault({ properties: { pattern: { type: 'string' }, $ref: {} } })).toBeUndefined();
  });
});
