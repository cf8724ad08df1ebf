import { scopes, type ApiKey, type Scope } from '@clarion/contracts';

/** A key as it counts now, for whoever checks it. */
export interface CurrentKey extends Omit<ApiKey, 'name'> {
  sandbox: string;
}

const everyScope = Object.keys(scopes) as Scope[];

/** What the key may do. */
export function scopesOf({ scopes: given }: Pick<ApiKey, 'scopes'>): readonly Scope[] {
  return given ?? everyScope;
}

/** Whether the key opens nothing any more. */
export function isExpired({ expiresAt }: Pick<ApiKey, 'expiresAt'>, now: number): boolean {
  return expiresAt !== undefined && now >= Date.parse(expiresAt);
}

/** The hashes of the secrets that open the key, as long as it has not expired: after a rotation two for a while. */
export function openingHashes(
  { secretHash, previous }: Pick<ApiKey, 'secretHash' | 'previous'>,
  now: number,
): string[] {
  const isOverlap = previous !== undefined && now < Date.parse(previous.until);
  return isOverlap ? [secretHash, previous.secretHash] : [secretHash];
}
