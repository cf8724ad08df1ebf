import type { ApiKeys } from '@clarion/service';
import { Injectable } from '@nestjs/common';
import { PublishedDefinitionsRepository } from './published-definitions.repository.js';

/** The keys that count now, from the manager's own tables. */
@Injectable()
export class OwnApiKeys implements ApiKeys {
  constructor(private readonly definitions: PublishedDefinitionsRepository) {}

  async find(keyId: string): Promise<{ sandbox: string; secretHash: string } | undefined> {
    const key = await this.definitions.active('api-key', keyId);
    if (key?.state !== 'live') return undefined;
    return { sandbox: key.sandbox, secretHash: String(key.body['secretHash']) };
  }
}
