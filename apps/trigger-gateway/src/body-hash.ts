import { hash } from 'node:crypto';
import { stringify } from 'safe-stable-stringify';

/** SHA-256 over a JSON body with its members sorted, in hex: the same for the same content in any order. */
export function bodyHash(body: object): string {
  return hash('sha256', stringify(body));
}
