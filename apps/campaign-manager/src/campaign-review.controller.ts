import { ApiKeyGuard, CurrentCaller, CurrentTrace, Needs, Problem, type Caller } from '@clarion/service';
import { Controller, HttpCode, Param, Post, UseGuards } from '@nestjs/common';
import { DefinitionsRepository } from './definitions.repository.js';
import { CampaignReview, type CampaignReviewed } from './review/campaign-review.js';

/** What is to be found in a campaign's draft, and what calls of it must bring. Nothing is changed by it. */
@Controller('v1/campaigns/:id/review')
@UseGuards(ApiKeyGuard)
export class CampaignReviewController {
  constructor(
    private readonly definitions: DefinitionsRepository,
    private readonly review: CampaignReview,
  ) {}

  @Post()
  @HttpCode(200)
  @Needs('campaigns:read')
  async of(
    @Param('id') id: string,
    @CurrentCaller() { sandbox }: Caller,
    @CurrentTrace() traceparent: string,
  ): Promise<CampaignReviewed> {
    const campaign = await this.definitions.find({ kind: 'campaign', sandbox, id });
    if (!campaign) throw new Problem(404, 'CampaignNotFound', 'The sandbox has no such campaign.');
    return this.review.of(campaign, traceparent);
  }
}
