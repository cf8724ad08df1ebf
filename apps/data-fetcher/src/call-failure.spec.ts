import { AddressNotAllowed } from '@clarion/security';
import { describe, expect, it } from '@jest/globals';
import { failureOfError, failureOfStatus } from './call-failure.js';

const withCode = (code: string) => Object.assign(new Error('words that may hold a secret'), { code });

describe('a call', () => {
  it.each([200, 201, 299])('succeeds with HTTP %d', (status) => {
    expect(failureOfStatus(status)).toBeUndefined();
  });

  it.each([408, 425, 429, 500, 502, 503, 504, 599])('is made again after HTTP %d', (status) => {
    expect(failureOfStatus(status)).toMatchObject({ reason: 'DataSourceRefused', isRetryable: true });
  });

  it.each([301, 302, 307, 308, 304, 400, 401, 403, 404, 409, 410, 413, 422])(
    'is not made again after HTTP %d (B-33, B-55)',
    (status) => {
      const detail = `it answered with HTTP ${status}`;
      expect(failureOfStatus(status)).toEqual({ reason: 'DataSourceRefused', detail, isRetryable: false });
    },
  );

  it.each(['ECONNREFUSED', 'ECONNRESET', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'EPIPE', 'ETIMEDOUT'])(
    'is made again after %s',
    (code) => {
      const detail = `there is no connection (${code})`;
      expect(failureOfError(withCode(code))).toEqual({ reason: 'DataSourceUnreachable', detail, isRetryable: true });
    },
  );

  it.each([
    'CERT_HAS_EXPIRED',
    'DEPTH_ZERO_SELF_SIGNED_CERT',
    'SELF_SIGNED_CERT_IN_CHAIN',
    'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
    'ERR_TLS_CERT_ALTNAME_INVALID',
  ])('is not made again where the certificate is bad: %s', (code) => {
    expect(failureOfError(withCode(code))).toMatchObject({ reason: 'DataSourceUnreachable', isRetryable: false });
  });

  it('is not made again where it may not be made', () => {
    const detail = 'its host has an address that is not public';
    const refused = { reason: 'DataSourceNotAllowed', detail, isRetryable: false };
    expect(failureOfError(new AddressNotAllowed(detail))).toEqual(refused);
  });

  it.each(['HPE_INVALID_CONSTANT', 'HPE_HEADER_OVERFLOW', 'Z_DATA_ERROR'])(
    'is not made again where the answer is broken: %s',
    (code) => {
      expect(failureOfError(withCode(code))).toMatchObject({
        reason: 'DataSourceAnswerUnreadable',
        isRetryable: false,
      });
    },
  );
});
