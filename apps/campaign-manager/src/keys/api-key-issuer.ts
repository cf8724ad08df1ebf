import type { ApiKey, Scope } from '@clarion/contracts';
import { hashSecret } from '@clarion/security';
import { Problem, scopesOf } from '@clarion/service';
import { Injectable } from '@nestjs/common';
import type { Definition, DefinitionKey } from '../definition.js';
import { DefinitionPublisher } from '../definition-publisher.js';
import type { ApiKeyBody } from './api-key.body.js';
import { newSecret } from './new-secret.js';
import { requireHeld } from './require-held.js';

type Key = DefinitionKey<'api-key'>;
type Issued = Definition<'api-key'>;

/** Who asks for a change, as far as that decides what they may ask for, and in which trace. */
export interface Asking {
  held: readonly Scope[];
  traceparent: string;
}

/** Makes keys, changes and ends them. There are no drafts: what is saved counts at once. */
@Injectable()
export class ApiKeyIssuer {
  constructor(private readonly publisher: DefinitionPublisher) {}

  /**
   * The secret is nowhere but in this answer.
   * @throws Problem `ScopeMissing`
   */
  async issue(key: Key, body: ApiKeyBody, { held, traceparent }: Asking): Promise<{ issued: Issued; secret: string }> {
    requireHeld(body.scopes, held);
    const secret = newSecret();
    const issued = await this.publisher.ensureLive(
      key,
      { ...grantOf(body), secretHash: hashSecret(secret) },
      traceparent,
    );
    return { issued, secret };
  }

  /**
   * What it may do from now on; its secrets stay. `undefined` where the sandbox has no such key.
   * @throws Problem `ScopeMissing`, `ApiKeyRevoked`
   */
  async replace(key: Key, body: ApiKeyBody, asking: Asking): Promise<Issued | undefined> {
    requireHeld(body.scopes, asking.held);
    return this.change(key, asking, ({ secretHash, previous }) => ({
      ...grantOf(body),
      secretHash,
      ...(previous && { previous }),
    }));
  }

  /**
   * Gives it another secret, which is nowhere but in this answer; the one before goes on for the overlap. `undefined`
   * where the sandbox has no such key.
   * @throws Problem `ScopeMissing`, `ApiKeyRevoked`
   */
  async rotate(
    key: Key,
    overlapSeconds: number,
    asking: Asking,
  ): Promise<{ issued: Issued; secret: string } | undefined> {
    const secret = newSecret();
    const issued = await this.change(key, asking, (current) => withSecret(current, secret, overlapSeconds));
    return issued && { issued, secret };
  }

  /** Who changes a key gets hold of all that it may do, by its new secret or by its longer life. */
  private async change(
    key: Key,
    { held, traceparent }: Asking,
    next: (current: ApiKey) => ApiKey,
  ): Promise<Issued | undefined> {
    return this.publisher.publishNext(key, traceparent, async ({ state, body }, definitions) => {
      if (state === 'revoked') throw new Problem(409, 'ApiKeyRevoked', 'The key is revoked, for good.');
      requireHeld(scopesOf(body), held);
      const changed = next(body);
      await definitions.replaceDraft(key, changed);
      return changed;
    });
  }
}

function grantOf({ name, scopes, expiresAt }: ApiKeyBody): Omit<ApiKey, 'secretHash'> {
  return { name, scopes, ...(expiresAt !== undefined && { expiresAt: new Date(expiresAt).toISOString() }) };
}

function withSecret(current: ApiKey, secret: string, overlapSeconds: number): ApiKey {
  const until = new Date(Date.now() + overlapSeconds * 1_000).toISOString();
  const previous = { secretHash: current.secretHash, until };
  const rotated: ApiKey = { ...current, secretHash: hashSecret(secret), previous };
  if (overlapSeconds === 0) delete rotated.previous;
  return rotated;
}
