import { AddressNotAllowed } from '@clarion/security';
import type { Failure } from './failure.js';

/** Why a call brought no answer. */
export interface CallFailure extends Failure {
  /** It may be another time: the call is made again. */
  isRetryable: boolean;
}

/** The data source is busy or ill, and says so (RFC 9110 §15.5.9, RFC 8470, RFC 6585 §4). */
const passingStatuses = new Set([408, 425, 429]);

/** Node's and OpenSSL's words for a certificate that is not to be trusted: another try will see the same one. */
const certificateFaults = /CERT|^UNABLE_TO_|SELF_SIGNED|^HOSTNAME_MISMATCH$|^CRL_/;
/** What was answered is not HTTP, or is not compressed as it says. */
const brokenAnswers = /^(HPE_|Z_|ERR__ERROR_FORMAT|ERR_BROTLI|ERR_PADDING)/;

/** Any status but 2xx is an error; also 3xx: redirects are not followed (B-33, B-55). */
export function failureOfStatus(status: number): CallFailure | undefined {
  if (status >= 200 && status < 300) return undefined;
  const isRetryable = passingStatuses.has(status) || status >= 500;
  return { reason: 'DataSourceRefused', detail: `it answered with HTTP ${status}`, isRetryable };
}

/** It did not answer to the end in time (B-42). */
export function failureOfTimeout(timeoutMs: number): CallFailure {
  const detail = `it did not answer within ${timeoutMs / 1_000} s`;
  return { reason: 'DataSourceUnreachable', detail, isRetryable: true };
}

/** An error of the connection, or of reading from it. */
export function failureOfError(error: unknown): CallFailure {
  const code = codeOf(error);
  if (code === AddressNotAllowed.code) {
    return { reason: 'DataSourceNotAllowed', detail: (error as Error).message, isRetryable: false };
  }
  if (brokenAnswers.test(code)) {
    const detail = `its answer is broken (${code})`;
    return { reason: 'DataSourceAnswerUnreadable', detail, isRetryable: false };
  }
  const isCertificate = certificateFaults.test(code);
  const detail = isCertificate ? `its certificate is not to be trusted (${code})` : `there is no connection (${code})`;
  return { reason: 'DataSourceUnreachable', detail, isRetryable: !isCertificate };
}

/** More than is taken (B-41). */
export function failureOfSize(largestBytes: number): CallFailure {
  const detail = `its answer has over ${largestBytes} bytes`;
  return { reason: 'DataSourceAnswerTooLarge', detail, isRetryable: false };
}

function codeOf(error: unknown): string {
  const { code } = (error ?? {}) as { code?: unknown };
  return typeof code === 'string' ? code : 'lost';
}
