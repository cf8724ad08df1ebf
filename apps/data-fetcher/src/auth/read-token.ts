/** An access token. */
export interface Token {
  value: string;
  /** How long it may be used from now on; shorter than it holds, so that none runs out under way. */
  usableMs: number;
}

const minute = 60_000;
/** Where the answer does not say how long it holds. */
const unsaidMs = 10 * minute;
/** Of the time that it holds, so much is left, but a minute at most. */
const leftShare = 0.1;

/** The token in the answer of a token endpoint (RFC 6749 §5.1), or what is wrong with the answer; no piece of it is shown. */
export function readToken(body: Buffer): Token | string {
  const answer = objectOf(body);
  if (!answer) return 'its answer is no JSON object';
  const { access_token: value, token_type: type = 'Bearer', expires_in: seconds } = answer;
  if (typeof value !== 'string' || !/^[\x21-\x7e]+$/.test(value)) return 'its answer has no access_token';
  if (typeof type !== 'string' || type.toLowerCase() !== 'bearer') return 'its token is not of the type Bearer';
  return { value, usableMs: usableMs(seconds) };
}

function usableMs(seconds: unknown): number {
  // Some say the number as a text.
  const saidMs = typeof seconds === 'number' || typeof seconds === 'string' ? Number(seconds) * 1_000 : NaN;
  const holdsMs = Number.isFinite(saidMs) ? saidMs : unsaidMs;
  return Math.max(0, holdsMs - Math.min(holdsMs * leftShare, minute));
}

function objectOf(body: Buffer): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(body.toString('utf8'));
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}
