import { Injectable } from '@nestjs/common';
import type { Definition, DefinitionKey } from '../definition.js';
import { DefinitionsRepository } from '../definitions.repository.js';
import { webhooks } from './shown-webhook.js';

/** The webhooks that were not ended. */
@Injectable()
export class LiveWebhooks {
  constructor(private readonly definitions: DefinitionsRepository) {}

  /** @throws Problem `WebhookNotFound` */
  async find(key: DefinitionKey<'webhook'>): Promise<Definition<'webhook'>> {
    const webhook = await this.definitions.find(key);
    if (webhook?.state !== 'live') throw webhooks.missing();
    return webhook;
  }
}
