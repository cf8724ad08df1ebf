import type { Campaign } from '@clarion/contracts';
import {
  ApiKeyGuard,
  bodyValidation,
  CurrentCaller,
  CurrentTrace,
  lackingLabels,
  Needs,
  Problem,
  type Caller,
} from '@clarion/service';
import { Answers, Area, Does, Refuses } from '@clarion/service/openapi';
import { Body, Controller, HttpCode, Param, Post, UseGuards } from '@nestjs/common';
import { DefinitionsRepository } from '../definitions.repository.js';
import { campaigns } from '../representation.js';
import { referencesOf } from '../review/references.js';
import { review } from '../review/review.js';
import { CampaignPreviews } from './campaign-previews.js';
import { previewAnswer, type CampaignPreview } from './preview.answer.js';
import { PreviewBody } from './preview.body.js';

/** A campaign's message as a recipient would get it, of its draft or of a version. Nothing is changed by it. */
@Area('Campaigns')
@Controller('v1/campaigns/:id/preview')
@UseGuards(ApiKeyGuard)
export class PreviewController {
  constructor(
    private readonly definitions: DefinitionsRepository,
    private readonly previews: CampaignPreviews,
  ) {}

  @Post()
  @HttpCode(200)
  @Needs('campaigns:write')
  @Does('Shows a message of a campaign as a recipient would get it; nobody gets any.')
  @Answers(200, previewAnswer, 'The message, and what is to be said of it.')
  @Refuses(404, 'CampaignNotFound', 'VersionNotFound')
  @Refuses(422, 'VariantNotFound')
  async of(
    @Param('id') id: string,
    @Body(bodyValidation('refused')) body: PreviewBody,
    @CurrentCaller() caller: Caller,
    @CurrentTrace() traceparent: string,
  ): Promise<CampaignPreview> {
    const campaign = await this.campaignOf(id, caller, body.version);
    return this.previews.of(caller.sandbox, campaign, body, traceparent);
  }

  private async campaignOf(id: string, caller: Caller, version: number | undefined): Promise<Campaign> {
    const key = campaigns.keyOf(caller, id);
    const definition = await this.definitions.find(key);
    if (!definition) throw campaigns.missing();
    const { body: draft } = definition;
    if (version === undefined) return review(draft, await referencesOf(key, draft, this.definitions)).asItStands;
    const published = (await this.definitions.versionOf(key, version)) as Campaign | undefined;
    if (published && lackingLabels(published.labels, caller.heldLabels).length === 0) return published;
    throw new Problem(404, 'VersionNotFound', `The campaign has no version ${version}.`);
  }
}
