import { describe, expect, it } from '@jest/globals';
import { Problem } from './problem.js';
import { readJson } from './readable-json.js';

const read = (json: string | Buffer) => readJson(Buffer.from(json as string));
function problemOf(json: string | Buffer): Problem {
  try {
    read(json);
  } catch (error) {
    if (error instanceof Problem) return error;
    throw error;
  }
  throw new Error('was read');
}

describe('JSON that is read', () => {
  it('is what it says, whatever stands in its texts', () => {
    const value = { 'a:b"{': ['x:{"', '\\"', { a: { a: 1 } }, [{ a: 1 }, { a: 2 }]], b: null, '': 'é' };
    expect(read(JSON.stringify(value))).toEqual(value);
    expect(read(' {"a" : {} , "b":[] } ')).toEqual({ a: {}, b: [] });
    expect(read('"a:b"')).toBe('a:b');
  });

  it.each([
    ['{"a":1,"a":2}', '/a'],
    ['{"a":1,"a":1}', '/a'],
    ['{"x":[{"y":1},{"a/b":1,"c":2,"a\\/b":3}]}', '/x/1/a~1b'],
    ['{"a":{"b":1},"c":{"b":1},"\\u0061":{}}', '/a'],
  ])('has no member twice in one object: %s', (json, pointer) => {
    expect(problemOf(json)).toMatchObject({ status: 400, code: 'MalformedJson', details: { errors: [{ pointer }] } });
  });

  it('is UTF-8, without a byte order mark', () => {
    expect(problemOf(Buffer.from([0x22, 0xe9, 0x22]))).toMatchObject({ status: 400, code: 'MalformedJson' });
    expect(problemOf(Buffer.from('\ufeff{}'))).toMatchObject({ status: 400, code: 'MalformedJson' });
  });

  it.each(['{', '', '{"a":{"__proto__":{}}}', '{"constructor":{"prototype":{}}}'])('is not %j', (json) => {
    expect(problemOf(json)).toMatchObject({ status: 400, code: 'MalformedJson' });
  });

  it('has at most 200 levels', () => {
    const nested = (levels: number) => `${'['.repeat(levels)}${']'.repeat(levels)}`;
    expect(read(nested(200))).toBeInstanceOf(Array);
    expect(problemOf(nested(201))).toMatchObject({ status: 400, code: 'InvalidRequest' });
    expect(problemOf('['.repeat(1_000_000))).toMatchObject({ status: 400, code: 'InvalidRequest' });
  });
});
