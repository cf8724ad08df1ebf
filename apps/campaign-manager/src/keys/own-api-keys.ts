import type { ApiKey } from '@clarion/contracts';
import { ApiKeyUses, type ApiKeys, type CurrentKey } from '@clarion/service';
import { Injectable } from '@nestjs/common';
import { PublishedDefinitionsRepository } from '../published-definitions.repository.js';

/** The keys that count now, from the manager's own tables. */
@Injectable()
export class OwnApiKeys implements ApiKeys {
  constructor(
    private readonly definitions: PublishedDefinitionsRepository,
    private readonly uses: ApiKeyUses,
  ) {}

  async find(keyId: string): Promise<CurrentKey | undefined> {
    const key = await this.definitions.active('api-key', keyId);
    // Its shape was checked before it was published.
    return key?.state === 'live' ? { ...(key.body as unknown as ApiKey), sandbox: key.sandbox } : undefined;
  }

  async idsBySecret(secretHash: string): Promise<readonly string[]> {
    return this.definitions.keysBySecret(secretHash);
  }

  noteUse(keyId: string): void {
    this.uses.note(keyId);
  }
}
