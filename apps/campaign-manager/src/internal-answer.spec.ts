import { ServiceUnavailable } from '@clarion/contracts';
import { Problem } from '@clarion/service';
import { describe, expect, it } from '@jest/globals';
import { successOf } from './internal-answer.js';

const problem = {
  type: 'urn:clarion:problem:IdentityTaken',
  code: 'IdentityTaken',
  detail: 'Nothing was changed.',
  errors: [{ pointer: '/profiles/0/identities', detail: 'taken' }],
};
const thrownBy = (status: number, body: unknown): unknown => {
  try {
    return successOf('audience-resolver', { status, body });
  } catch (error) {
    return error;
  }
};

describe('an answer of another service', () => {
  it.each([
    [200, { upserted: 3 }],
    [204, ''],
  ])('is a success when it is %d', (status, body) => {
    expect(successOf('audience-resolver', { status, body })).toEqual(body);
  });

  it('is passed on when it is a problem of what was sent', () => {
    const { code, detail, errors } = problem;
    const thrown = thrownBy(409, problem);
    expect(thrown).toBeInstanceOf(Problem);
    expect(thrown).toMatchObject({ status: 409, code, message: detail, details: { errors } });
  });

  it('is passed on without what it does not say', () => {
    expect(thrownBy(422, { code: 'Odd' })).toMatchObject({ status: 422, code: 'Odd', details: {} });
  });

  it.each([
    [302, ''],
    [400, '<h1>Bad Request</h1>'],
    [400, null],
    [404, { code: 'RouteNotFound', detail: 'There is nothing at POST /internal/profiles.' }],
  ])('means that the service is not what it should be when it is %d %j', (status, body) => {
    const thrown = thrownBy(status, body);
    expect(thrown).toBeInstanceOf(ServiceUnavailable);
    expect(thrown).toMatchObject({ service: 'audience-resolver' });
  });
});
