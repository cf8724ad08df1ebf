import { describe, expect, it } from '@jest/globals';
import { readAnswer } from './resolver-answer.js';

const problem = {
  type: 'urn:clarion:problem:IdentityTaken',
  code: 'IdentityTaken',
  detail: 'Nothing was changed.',
  errors: [{ pointer: '/profiles/0/identities', detail: 'taken' }],
};

describe('an answer of the resolver', () => {
  it('tells how many profiles were kept', () => {
    expect(readAnswer(200, { upserted: 3 })).toEqual({ outcome: 'upserted', upserted: 3 });
  });

  it('is passed on when it is a problem of the request', () => {
    const { code, detail, errors } = problem;
    expect(readAnswer(409, problem)).toEqual({ outcome: 'refused', status: 409, code, detail, errors });
  });

  it.each([500, 502, 503])('means to try again when it is %d', (status) => {
    expect(readAnswer(status, problem)).toEqual({ outcome: 'unavailable', status });
  });

  it.each([
    [200, { kept: 3 }],
    [200, null],
    [204, ''],
    [302, ''],
    [400, '<h1>Bad Request</h1>'],
    [401, problem],
    [403, problem],
    [404, problem],
  ])('is our own fault when it is %d %j', (status, body) => {
    expect(readAnswer(status, body)).toEqual({ outcome: 'unexpected', status });
  });
});
