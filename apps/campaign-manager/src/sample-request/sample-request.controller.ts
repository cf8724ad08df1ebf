import { ApiKeyGuard, CurrentCaller, Needs, Problem, type Caller } from '@clarion/service';
import { Controller, Get, Inject, Param, UseGuards } from '@nestjs/common';
import { v4 as newId } from 'uuid';
import type { Definition } from '../definition.js';
import { DefinitionsRepository } from '../definitions.repository.js';
import { PublishedDefinitionsRepository } from '../published-definitions.repository.js';
import { profileReads } from '../review/profile-reads.js';
import { referencesOf } from '../review/references.js';
import { reviewed } from '../review/reviewed.js';
import { GATEWAY_URL } from './gateway-url.js';
import { sampleRequest, type SampleNeeds, type SampleRequest } from './sample-request.js';

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
  async of(@Param('id') id: string, @CurrentCaller() { keyId, sandbox }: Caller): Promise<SampleRequest> {
    const campaign = await this.definitions.find({ kind: 'campaign', sandbox, id });
    if (!campaign) throw new Problem(404, 'CampaignNotFound', 'The sandbox has no such campaign.');
    return sampleRequest(await this.needsOf(campaign), { gatewayUrl: this.gatewayUrl, keyId, sandbox }, newId);
  }

  /** @throws Problem `ReviewFailed` where it has no version, and its draft cannot have one. */
  private async needsOf(campaign: Definition<'campaign'>): Promise<SampleNeeds> {
    const { id, version, body: draft } = campaign;
    const references = await referencesOf(campaign, draft, this.definitions);
    const attributes = profileReads(draft, references).map(({ attribute }) => attribute);
    const live = version === null ? undefined : await this.published.version('campaign', id, version);
    const asLive = live ? (live.body as unknown as SampleNeeds['campaign']) : reviewed(draft, references);
    return { campaignId: id, campaign: asLive, attributes };
  }
}
