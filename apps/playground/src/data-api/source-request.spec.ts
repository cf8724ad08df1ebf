import { describe, expect, it } from '@jest/globals';
import { InvalidRequest } from '../invalid-request.js';
import { readSourceRequest } from './source-request.js';

describe('readSourceRequest', () => {
  it('reads parameters and rows, either of which may be left out', () => {
    const whole = { params: { count: 1, state: 'CA' }, data: [{ zipCode: '94016' }] };

    expect(readSourceRequest(JSON.stringify(whole))).toEqual(whole);
    expect(readSourceRequest('{}')).toEqual({ params: {}, data: [] });
    expect(readSourceRequest('')).toEqual({ params: {}, data: [] });
  });

  it.each(['{', '[]', '7', 'null', '{"params":[]}', '{"params":null}', '{"data":{}}', '{"data":[1]}', '{"data":[[]]}'])(
    'refuses %s',
    (text) => {
      expect(() => readSourceRequest(text)).toThrow(InvalidRequest);
    },
  );
});
