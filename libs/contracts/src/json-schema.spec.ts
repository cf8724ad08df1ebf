import { describe, expect, it } from '@jest/globals';
import { compileJsonSchema } from './json-schema.js';

describe('a JSON Schema', () => {
  it('is of 2020-12, or of draft-07 where it says so', () => {
    const tuple = { prefixItems: [{ type: 'string' }] };
    expect(compileJsonSchema(tuple)([1])).toBe(false);
    expect(compileJsonSchema({ ...tuple, $schema: 'http://json-schema.org/draft-07/schema#' })([1])).toBe(true);
  });

  it('leaves formats alone, and names the first fault', () => {
    const validate = compileJsonSchema({ properties: { at: { type: 'string', format: 'date' } } });
    expect(validate({ at: 'soon' })).toBe(true);
    expect(validate({ at: 1 })).toBe(false);
    expect(validate.errors).toMatchObject([{ instancePath: '/at', keyword: 'type' }]);
  });

  it.each([[null], ['a'], [{ $async: true }], [{ type: 'nothing' }], [{ $ref: 'https://elsewhere.example/a' }]])(
    'is not %j',
    (schema) => {
      expect(() => compileJsonSchema(schema)).toThrow();
    },
  );
});
