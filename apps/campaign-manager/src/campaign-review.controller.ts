import { ApiKeyGuard, CurrentCaller, CurrentTrace, Needs, type Caller } from '@clarion/service';
import { Answers, Area, Does, Refuses } from '@clarion/service/openapi';
import { Controller, HttpCode, Param, Post, UseGuards } from '@nestjs/common';
import { campaigns } from './representation.js';
import { CampaignReview } from './review/campaign-review.js';
import { campaignReviewedAnswer, type CampaignReviewed } from './review/campaign-reviewed.answer.js';

/** What is to be found in a campaign's draft, and what calls of it must bring. Nothing is changed by it. */
@Area('Campaigns')
@Controller('v1/campaigns/:id/review')
@UseGuards(ApiKeyGuard)
export class CampaignReviewController {
  constructor(private readonly review: CampaignReview) {}

  @Post()
  @HttpCode(200)
  @Needs('campaigns:read')
  @Does('Tells what is to be found in the draft of a campaign, and what calls of it must bring; changes nothing.')
  @Answers(200, campaignReviewedAnswer, 'What was found.')
  @Refuses(404, 'CampaignNotFound')
  async of(
    @Param('id') id: string,
    @CurrentCaller() caller: Caller,
    @CurrentTrace() traceparent: string,
  ): Promise<CampaignReviewed> {
    const reviewed = await this.review.of(campaigns.keyOf(caller, id), traceparent);
    if (!reviewed) throw campaigns.missing();
    return reviewed;
  }
}
