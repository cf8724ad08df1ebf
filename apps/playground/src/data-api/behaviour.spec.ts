import { describe, expect, it } from '@jest/globals';
import { InvalidRequest } from '../invalid-request.js';
import { readBehaviour } from './behaviour.js';

const path = '/lineup';

describe('readBehaviour', () => {
  it.each([
    { path },
    { path, delayMs: 600_000, status: 503, retryAfterSeconds: 30, times: 2 },
    { path, bodyBytes: 6_000_000, status: 500, dropAfterBytes: 0 },
    { path, garbage: true, delayMs: 0 },
    { path, hang: true, times: 1, garbage: false },
    { path, status: 100 },
  ])('takes %j', (body) => {
    expect(readBehaviour(body)).toEqual(body);
  });

  it.each([
    [null, 'the body must be a JSON object'],
    [[], 'the body must be a JSON object'],
    [{}, 'path must be one of /lineup, /offers, /coupons, /weather'],
    [{ path: '/api/messages' }, 'path must be one of'],
    [{ path, delay: 5 }, 'delay is unknown'],
    [{ path, delayMs: 600_001 }, 'delayMs must be a whole number from 0 to 600000'],
    [{ path, status: 99 }, 'status must be a whole number from 100 to 599'],
    [{ path, status: '503' }, 'status must be a whole number'],
    [{ path, times: 0 }, 'times must be a whole number from 1'],
    [{ path, bodyBytes: 1.5 }, 'bodyBytes must be a whole number'],
    [{ path, dropAfterBytes: null }, 'dropAfterBytes must be a whole number'],
    [{ path, hang: 'yes' }, 'hang must be true or false'],
    [{ path, hang: true, status: 503, delayMs: 1 }, 'hang answers nothing, so status, delayMs cannot be'],
    [{ path, garbage: true, bodyBytes: 5 }, 'garbage and bodyBytes are two different bodies'],
    [{ path, retryAfterSeconds: 5 }, 'retryAfterSeconds needs a status'],
    [{ path, status: 204, dropAfterBytes: 5 }, '204 has no body'],
  ])('refuses %j', (body, problem) => {
    expect(() => readBehaviour(body)).toThrow(InvalidRequest);
    expect(() => readBehaviour(body)).toThrow(problem);
  });

  it('names all problems at once', () => {
    expect(() => readBehaviour({ path: 'x', status: 0, hang: 1, no: 1 })).toThrow(/no is.*path must.*status.*hang/);
  });
});
