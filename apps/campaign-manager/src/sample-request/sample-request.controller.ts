import { ApiKeyGuard, CurrentCaller, Needs, type Caller } from '@clarion/service';
import { Answers, Area, Does, Refuses } from '@clarion/service/openapi';
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
import { sampleRequest, type SampleNeeds } from './sample-request.js';
import { sampleRequestAnswer, type SampleRequest } from './sample-request.answer.js';

/** How a campaign is called: as it is live, or as its draft would be. */
@Area('Campaigns')
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
  @Does('Tells how a campaign is called, with a value for every variable.')
  @Answers(200, sampleRequestAnswer, 'The call, over HTTP and over Kafka.')
  @Refuses(404, 'CampaignNotFound')
  @Refuses(422, 'ReviewFailed')
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
