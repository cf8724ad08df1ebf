import { Definitions } from '@clarion/definitions';
import { ApiKeyUses, type ApiKeys, type CurrentKey } from '@clarion/service';
import { Injectable } from '@nestjs/common';

/** The keys that count now, as the campaign-manager published them. */
@Injectable()
export class PublishedApiKeys implements ApiKeys {
  constructor(
    private readonly definitions: Definitions,
    private readonly uses: ApiKeyUses,
  ) {}

  async find(keyId: string): Promise<CurrentKey | undefined> {
    const key = await this.definitions.active('api-key', keyId);
    return key?.state === 'live' ? { ...key.body, sandbox: key.sandbox } : undefined;
  }

  async idsBySecret(secretHash: string): Promise<readonly string[]> {
    return this.definitions.keysBySecret(secretHash);
  }

  noteUse(keyId: string): void {
    this.uses.note(keyId);
  }
}
