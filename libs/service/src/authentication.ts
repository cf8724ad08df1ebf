import { AccessTokens, hashSecret, isSecret, type AccessToken } from '@clarion/security';
import { Inject, Injectable } from '@nestjs/common';
import { isExpired, openingHashes, type CurrentKey } from './api-key.js';
import { FailedAttempts } from './failed-attempts.js';
import { isPlainText } from './plain-text.js';
import type { PresentedKey } from './presented-key.js';
import { Problem } from './problem.js';

/** Where a service looks up keys that are live, and notes that they are used. */
export interface ApiKeys {
  find(keyId: string): Promise<CurrentKey | undefined>;
  /** The keys that have, or had before a rotation, the secret of this hash: one at most, as secrets are random. */
  idsBySecret(secretHash: string): Promise<readonly string[]>;
  /** Called for every call that showed a key: it must cost next to nothing, and throws nothing. */
  noteUse(keyId: string): void;
}

export const API_KEYS = Symbol('api keys');

/** A key that was shown, and counts now. */
export interface AuthenticKey extends CurrentKey {
  keyId: string;
  /** That of the secret which was shown, or for which the token was issued. */
  shownHash: string;
}

/** Finds out by which key a call comes: all that lets anybody in by a key or a token asks here. */
@Injectable()
export class Authentication {
  private readonly failed = new FailedAttempts();

  constructor(
    @Inject(API_KEYS) private readonly keys: ApiKeys,
    private readonly tokens: AccessTokens,
  ) {}

  /**
   * @param present what shows the key; a Problem that it throws counts as a failure, too
   * @param address whence the call comes: whoever fails often is refused for a while
   * @throws Problem 401 `Unauthorized`, `ApiKeyExpired` or `AccessTokenExpired`, 429 `TooManyFailures`
   */
  async authenticate(present: () => PresentedKey, address: string): Promise<AuthenticKey> {
    this.failed.requireFew(address, performance.now());
    try {
      const key = await this.keyShownBy(present(), Date.now());
      this.keys.noteUse(key.keyId);
      return key;
    } catch (error) {
      if (error instanceof Problem) this.failed.note(address, performance.now());
      throw error;
    }
  }

  private async keyShownBy(shown: PresentedKey, now: number): Promise<AuthenticKey> {
    const key = 'token' in shown ? await this.keyOfToken(shown.token, now) : await this.keyOfSecret(shown, now);
    if (isExpired(key, now)) {
      throw new Problem(401, 'ApiKeyExpired', `The key has expired at ${String(key.expiresAt)}.`);
    }
    if ('token' in shown && now >= shown.token.expiresAt) {
      throw new Problem(401, 'AccessTokenExpired', 'The token has expired; ask for another one.');
    }
    return key;
  }

  private async keyOfToken(token: AccessToken, now: number): Promise<AuthenticKey> {
    const key = await this.opened(token.keyId, (hash) => this.tokens.isGenuine(token, hash), now);
    if (key) return key;
    throw new Problem(401, 'Unauthorized', 'There is no such token, or its key or secret has ended.');
  }

  private async keyOfSecret(shown: { keyId?: string; secret: string }, now: number): Promise<AuthenticKey> {
    const ids = shown.keyId === undefined ? await this.keys.idsBySecret(hashSecret(shown.secret)) : [shown.keyId];
    for (const id of ids) {
      const key = await this.opened(id, (hash) => isSecret(shown.secret, hash), now);
      if (key) return key;
    }
    throw new Problem(401, 'Unauthorized', 'There is no such key, or its secret is another.');
  }

  /** The key, where it counts and one of its secrets is the one that was shown. */
  private async opened(
    keyId: string,
    isShown: (secretHash: string) => boolean,
    now: number,
  ): Promise<AuthenticKey | undefined> {
    const key = isPlainText(keyId) ? await this.keys.find(keyId) : undefined;
    const shownHash = key && openingHashes(key, now).find(isShown);
    return key && shownHash !== undefined ? { ...key, keyId, shownHash } : undefined;
  }
}
