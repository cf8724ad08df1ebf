/** The errors of RFC 6749 §5.2 that we give, and `temporarily_unavailable` of §4.1.2.1 for what may go well later. */
export const oauthErrors = [
  'invalid_request',
  'invalid_client',
  'unsupported_grant_type',
  'temporarily_unavailable',
] as const;

export type OAuthError = (typeof oauthErrors)[number];

/** Why a client gets no token, in the words of OAuth. */
export class OAuthFault extends Error {
  constructor(
    readonly error: OAuthError,
    /** A sentence for people. */
    readonly description: string,
  ) {
    super(description);
    this.name = 'OAuthFault';
  }

  /** A client that is not known is told so by 401. */
  get status(): 400 | 401 | 429 {
    if (this.error === 'invalid_client') return 401;
    return this.error === 'temporarily_unavailable' ? 429 : 400;
  }
}
