import { ApiKeyGuard, CurrentCaller, Needs, type Caller } from '@clarion/service';
import { Controller, Get, Inject, Param, UseGuards } from '@nestjs/common';
import { v4 as newId } from 'uuid';
import type { DefinitionKey } from '../definition.js';
import { DefinitionsRepository } from '../definitions.repository.js';
import { PublishedDefinitionsRepository } from '../published-definitions.repository.js';
import { campaigns } from '../representation.js';
import { profileReads } from '../review/profile-reads.js';
import { referencesOf } from '../review/references.js';
import { reviewed } from '../review/reviewed.js';
import { GATEWAY_URL } from './gateway-url.js';
import type { SampleRequest } from './sample-request.answer.js';
import { sampleRequest, type SampleNeeds } from './sample-request.js';

/** How a campaign is called: as it is live, or as its draft would be. */
@Controller('v1/campaigns/:id/sample-request')
@UseGuards(ApiKeyGuard)
export class SampleRequestController {
  constructor(
    private readonly definitions: DefinitionsRepository,
    private readonly published: PublishedDefinitionsRepository,
    @Inject(GATEWAY_URL) private readonly gatewayUrl: string,
  ) {}

  @Get()
  @Needs('campaigns:read')
  async of(@Param('id') id: string, @CurrentCaller() caller: Caller): Promise<SampleRequest> {
    const needs = await this.needsOf(campaigns.keyOf(caller, id));
    const { keyId, sandbox } = caller;
    return sampleRequest(needs, { gatewayUrl: this.gatewayUrl, keyId, sandbox }, newId);
  }

  /** @throws Problem `ReviewFailed` where it has no version, and its draft cannot have one; `CampaignNotFound` */
  private async needsOf(key: DefinitionKey<'campaign'>): Promise<SampleNeeds> {
    const campaign = await this.definitions.find(key);
    if (!campaign) throw campaigns.missing();
    const { id, version, body: draft } = campaign;
    const references = await referencesOf(key, draft, this.definitions);
    const attributes = profileReads(draft, references).map(({ attribute }) => attribute);
    const live = version === null ? undefined : await this.published.version('campaign', id, version);
    const asLive = live ? (live.body as unknown as SampleNeeds['campaign']) : reviewed(draft, references);
    return { campaignId: id, campaign: asLive, attributes };
  }
}
