import { hash } from 'node:crypto';
import { stringify } from 'safe-stable-stringify';

/** SHA-256, in hex, with the members of all objects sorted: the same for the same content in any order. */
export function canonicalHash(content: object): string {
  return hash('sha256', stringify(content));
}
