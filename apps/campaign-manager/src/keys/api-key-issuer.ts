import type { ApiKey, Scope } from '@clarion/contracts';
import { hashSecret } from '@clarion/security';
import { heldLabelsOf, Problem, scopesOf, type HeldLabels } from '@clarion/service';
import { Injectable } from '@nestjs/common';
import type { Definition, DefinitionKey, Origin } from '../definition.js';
import { DefinitionChanges } from '../definition-changes.js';
import { requireLabels } from '../require-labels.js';
import type { ApiKeyBody } from './api-key.body.js';
import { newSecret } from './new-secret.js';
import { requireHeld } from './require-held.js';

type Key = DefinitionKey<'api-key'>;
type Issued = Definition<'api-key'>;

/** Who asks for a change, and what their own key may do and reaches. */
export interface Asking extends Origin {
  held: readonly Scope[];
  heldLabels: HeldLabels;
}

/** Makes keys, changes and ends them. There are no drafts: what is saved counts at once. */
@Injectable()
export class ApiKeyIssuer {
  constructor(private readonly changes: DefinitionChanges) {}

  /**
   * The secret is nowhere but in this answer.
   * @throws Problem `ScopeMissing`, `LabelMissing`
   */
  async issue(key: Key, body: ApiKeyBody, asking: Asking): Promise<{ issued: Issued; secret: string }> {
    requireWithin(body, asking);
    const secret = newSecret();
    const issued = await this.changes.ensureLive(key, { ...grantOf(body), secretHash: hashSecret(secret) }, asking);
    return { issued, secret };
  }

  /**
   * What it may do from now on; its secrets stay. `undefined` where the sandbox has no such key.
   * @throws Problem `ScopeMissing`, `LabelMissing`, `ApiKeyRevoked`
   */
  async replace(key: Key, body: ApiKeyBody, asking: Asking): Promise<Issued | undefined> {
    requireWithin(body, asking);
    return this.change(key, asking, ({ secretHash, previous }) => ({
      ...grantOf(body),
      secretHash,
      ...(previous && { previous }),
    }));
  }

  /**
   * Gives it another secret, which is nowhere but in this answer; the one before goes on for the overlap. `undefined`
   * where the sandbox has no such key.
   * @throws Problem `ScopeMissing`, `LabelMissing`, `ApiKeyRevoked`
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

  /**
   * Ends it for good: here at once, with other services as soon as the event is there. A repetition changes nothing.
   * `undefined` where the sandbox has no such key.
   */
  async revoke(key: Key, origin: Origin): Promise<Issued | undefined> {
    return this.changes.change(key, origin, ({ state }) => (state === 'live' ? { state: 'revoked' } : undefined));
  }

  /** Who changes a key gets hold of all that it may do, by its new secret or by its longer life. */
  private async change(key: Key, asking: Asking, next: (current: ApiKey) => ApiKey): Promise<Issued | undefined> {
    return this.changes.change(key, asking, ({ state, body }) => {
      if (state === 'revoked') throw new Problem(409, 'ApiKeyRevoked', 'The key is revoked, for good.');
      requireWithin({ scopes: scopesOf(body), labels: heldLabelsOf(body) }, asking);
      const changed = next(body);
      return { draft: changed, publish: changed };
    });
  }
}

/** Nobody gets by a key what the own key may not do, or does not reach. */
function requireWithin(
  { scopes, labels }: { scopes: readonly Scope[]; labels?: HeldLabels },
  { held, heldLabels }: Asking,
): void {
  requireHeld(scopes, held);
  requireLabels(labels, heldLabels);
}

function grantOf({ name, scopes, labels, expiresAt, executionsPerSecond }: ApiKeyBody): Omit<ApiKey, 'secretHash'> {
  return {
    name,
    scopes,
    ...(labels && { labels }),
    ...(expiresAt !== undefined && { expiresAt: new Date(expiresAt).toISOString() }),
    ...(executionsPerSecond !== undefined && { executionsPerSecond }),
  };
}

function withSecret(current: ApiKey, secret: string, overlapSeconds: number): ApiKey {
  const until = new Date(Date.now() + overlapSeconds * 1_000).toISOString();
  const previous = { secretHash: current.secretHash, until };
  const rotated: ApiKey = { ...current, secretHash: hashSecret(secret), previous };
  if (overlapSeconds === 0) delete rotated.previous;
  return rotated;
}
