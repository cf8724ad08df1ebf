/** The value of an `Authorization: Bearer` header (RFC 6750), `undefined` when there is none. */
export function bearerOf(authorization: string | undefined): string | undefined {
  return /^Bearer +(\S+)$/i.exec(authorization ?? '')?.[1];
}
