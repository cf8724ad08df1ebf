import { describe, expect, it } from '@jest/globals';
import { readToken } from './read-token.js';

const read = (answer: unknown) => readToken(Buffer.from(JSON.stringify(answer)));

describe('the answer of a token endpoint (B-34)', () => {
  it.each([
    [{ expires_in: 3_600 }, 3_540_000],
    [{ expires_in: '3600' }, 3_540_000],
    [{ expires_in: 100 }, 90_000],
    [{ expires_in: 0 }, 0],
    [{ expires_in: -5 }, 0],
    [{ expires_in: 'soon' }, 540_000],
    [{ expires_in: null }, 540_000],
    [{}, 540_000],
  ])('says how long its token may be used: %j', (said, usableMs) => {
    expect(read({ access_token: 'abc', token_type: 'bearer', ...said })).toEqual({ value: 'abc', usableMs });
  });

  it.each<[unknown, string]>([
    [{ token: 'abc' }, 'its answer has no access_token'],
    [{ access_token: '' }, 'its answer has no access_token'],
    [{ access_token: 'a b\r\n' }, 'its answer has no access_token'],
    [{ access_token: 7 }, 'its answer has no access_token'],
    [{ access_token: 'abc', token_type: 'mac' }, 'its token is not of the type Bearer'],
    ['abc', 'its answer is no JSON object'],
    [null, 'its answer is no JSON object'],
  ])('is none when it is %j (B-74)', (answer, fault) => {
    expect(read(answer)).toBe(fault);
  });

  it('is none when it is not JSON (B-74)', () => {
    expect(readToken(Buffer.from('access_token=abc'))).toBe('its answer is no JSON object');
  });
});
