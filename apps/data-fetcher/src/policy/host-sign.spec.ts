import { describe, expect, it } from '@jest/globals';
import { failureOfError, failureOfSize, failureOfStatus, failureOfTimeout } from '../call-failure.js';
import type { PagesEnd } from '../pagination/pages.js';
import { hostSign } from './host-sign.js';

const answer = [{ contentType: 'application/json', body: Buffer.from('{}'), headers: {} }];
const notAllowed = { reason: 'DataSourceNotAllowed' as const, detail: '', isRetryable: false };

describe('what a call says of its host', () => {
  it.each<[string, number | null, PagesEnd['result'] | undefined, string]>([
    ['an answer', 200, answer, 'well'],
    ['a refusal of the request', 404, failureOfStatus(404), 'well'],
    ['that it is asked too often', 429, failureOfStatus(429), 'well'],
    ['an answer that is too large', 200, failureOfSize(1), 'well'],
    ['an error of the host', 500, failureOfStatus(500), 'ill'],
    ['no connection', null, failureOfError({ code: 'ECONNREFUSED' }), 'ill'],
    ['half an answer', 200, failureOfError({ code: 'ECONNRESET' }), 'ill'],
    ['no answer in time', null, failureOfTimeout(1_000), 'ill'],
    ['a call that we broke off', null, 'interrupted', 'unknown'],
    ['a call that was not allowed', null, notAllowed, 'unknown'],
  ])('%s', (_, status, result, sign) => {
    if (!result) throw new Error('no result');
    expect(hostSign({ status, result })).toBe(sign);
  });
});
