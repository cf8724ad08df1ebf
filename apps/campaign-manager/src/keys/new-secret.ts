import { randomBytes } from 'node:crypto';

/** A secret of 256 random bits. Its prefix lets scanners of repositories and logs know it for what it is. */
export function newSecret(): string {
  return `clarion_secret_${randomBytes(32).toString('base64url')}`;
}
