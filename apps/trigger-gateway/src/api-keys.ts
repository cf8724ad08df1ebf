import { Definitions } from '@clarion/definitions';
import type { ApiKeys } from '@clarion/service';
import { Injectable } from '@nestjs/common';

/** The keys that count now, as the campaign-manager published them. */
@Injectable()
export class PublishedApiKeys implements ApiKeys {
  constructor(private readonly definitions: Definitions) {}

  async find(keyId: string): Promise<{ sandbox: string; secretHash: string } | undefined> {
    const key = await this.definitions.active('api-key', keyId);
    return key?.state === 'live' ? { sandbox: key.sandbox, secretHash: key.body.secretHash } : undefined;
  }
}
