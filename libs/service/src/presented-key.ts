import { bearerOf, readAccessToken, type AccessToken } from '@clarion/security';
import type { IncomingHttpHeaders } from 'node:http';
import { Problem } from './problem.js';

/** By what a call shows which key it comes by: the key's secret, whose id may be left out, or a token in its place. */
export type PresentedKey = { keyId: string; secret: string } | { secret: string } | { token: AccessToken };

/**
 * Reads the headers of Adobe's clients: `x-api-key` names the key, and `Authorization: Bearer` has its secret, or a token
 * that was issued for it (which names its key, too). Without `Authorization`, `x-api-key` has the secret itself.
 * @throws Problem (401) where they show none
 */
export function presentedKeyOf(headers: IncomingHttpHeaders): PresentedKey {
  const { 'x-api-key': named, authorization } = headers;
  const keyId = typeof named === 'string' && named !== '' ? named : undefined;
  if (authorization === undefined && keyId !== undefined) return { secret: keyId };
  const bearer = bearerOf(authorization);
  const token = bearer === undefined ? undefined : readAccessToken(bearer);
  if (token && (keyId === undefined || keyId === token.keyId)) return { token };
  if (token) throw new Problem(401, 'Unauthorized', 'The token is of another key than x-api-key names.');
  if (bearer !== undefined && keyId !== undefined) return { keyId, secret: bearer };
  const ways = 'its secret, or a token for it, as Authorization: Bearer';
  throw new Problem(401, 'Unauthorized', `Name your key in x-api-key and send ${ways}.`);
}
