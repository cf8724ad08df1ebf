import { ApiKeyGuard, bodyValidation, CurrentCaller, Needs, type Caller } from '@clarion/service';
import { Answers, Area, Does, Refuses, Takes, TakesQuery } from '@clarion/service/openapi';
import { Body, Controller, Get, HttpCode, Param, Post, Query, UseGuards, UseInterceptors } from '@nestjs/common';
import { reviewActions } from './audit/audit-action.js';
import type { AuditEntry } from './audit/audit.answer.js';
import { pageParameters } from './audit/audit-parameters.js';
import { auditQueryOf } from './audit/audit-query.js';
import { AuditRepository } from './audit/audit.repository.js';
import { campaignReviewsAnswer, type CampaignReviewsAnswer } from './campaign-reviews.answer.js';
import { campaignAnswer } from './campaign.answer.js';
import { ChangeCampaign } from './change-campaign.js';
import { CurrentCall, type ChangingCall } from './current-call.js';
import { DefinitionsRepository } from './definitions.repository.js';
import { EntityTagInterceptor } from './entity-tag.interceptor.js';
import { HeedsIfMatch } from './heeds-if-match.js';
import { OptionalBody } from './optional-body.js';
import { campaigns } from './representation.js';
import { ReviewCommentBody, SendBackBody } from './review-comment.body.js';
import { Shows } from './shows.js';

/** The way of a campaign's draft to its approval, and what was said on it. */
@Area('Campaigns')
@Controller('v1/campaigns/:id')
@UseGuards(ApiKeyGuard)
@UseInterceptors(EntityTagInterceptor)
export class CampaignApprovalController {
  constructor(
    private readonly definitions: DefinitionsRepository,
    private readonly changes: ChangeCampaign,
    private readonly audit: AuditRepository,
  ) {}

  @Post('request-review')
  @HttpCode(200)
  @Needs('campaigns:write')
  @Does('Asks for a review of the draft of a campaign.')
  @Takes(ReviewCommentBody, { isRequired: false })
  @HeedsIfMatch()
  @Shows(200, campaignAnswer, 'The campaign.')
  @Refuses(404, 'CampaignNotFound')
  @Refuses(409, 'MoveNotAllowed')
  async requestReview(
    @Param('id') id: string,
    @Body(OptionalBody) { comment }: ReviewCommentBody,
    @CurrentCall() call: ChangingCall,
  ) {
    return campaigns.shown(await this.changes.review('request-review', campaigns.keyOf(call, id), call, comment));
  }

  @Post('withdraw')
  @HttpCode(200)
  @Needs('campaigns:write')
  @Does('Takes back that a review was asked for.')
  @HeedsIfMatch()
  @Shows(200, campaignAnswer, 'The campaign.')
  @Refuses(404, 'CampaignNotFound')
  @Refuses(409, 'MoveNotAllowed')
  async withdraw(@Param('id') id: string, @CurrentCall() call: ChangingCall) {
    return campaigns.shown(await this.changes.review('withdraw', campaigns.keyOf(call, id), call));
  }

  @Post('send-back')
  @HttpCode(200)
  @Needs('campaigns:approve')
  @Does('Sends a draft back to its authors.')
  @HeedsIfMatch()
  @Shows(200, campaignAnswer, 'The campaign.')
  @Refuses(404, 'CampaignNotFound')
  @Refuses(409, 'MoveNotAllowed')
  async sendBack(
    @Param('id') id: string,
    @Body(bodyValidation('refused')) { comment }: SendBackBody,
    @CurrentCall() call: ChangingCall,
  ) {
    return campaigns.shown(await this.changes.review('send-back', campaigns.keyOf(call, id), call, comment));
  }

  @Post('approve')
  @HttpCode(200)
  @Needs('campaigns:approve')
  @Does('Approves a draft that others have written.')
  @Takes(ReviewCommentBody, { isRequired: false })
  @HeedsIfMatch()
  @Shows(200, campaignAnswer, 'The campaign.')
  @Refuses(404, 'CampaignNotFound')
  @Refuses(409, 'MoveNotAllowed')
  @Refuses(403, 'ApproverIsAuthor')
  @Refuses(422, 'ReviewFailed')
  async approve(
    @Param('id') id: string,
    @Body(OptionalBody) { comment }: ReviewCommentBody,
    @CurrentCall() call: ChangingCall,
  ) {
    return campaigns.shown(await this.changes.approve(campaigns.keyOf(call, id), call, comment));
  }

  /** The newest first; the audit log says the same, and more. */
  @Get('reviews')
  @Needs('campaigns:read')
  @Does('Lists what was said on the draft of a campaign, the newest first.')
  @TakesQuery(pageParameters)
  @Answers(200, campaignReviewsAnswer, 'A page of it.')
  @Refuses(400, 'InvalidRequest')
  @Refuses(404, 'CampaignNotFound')
  async reviews(
    @Param('id') id: string,
    @Query() query: Record<string, unknown>,
    @CurrentCaller() caller: Caller,
  ): Promise<CampaignReviewsAnswer> {
    const page = auditQueryOf(query, Object.keys(pageParameters));
    campaigns.shown(await this.definitions.find(campaigns.keyOf(caller, id)));
    const ofReviews = { kind: 'campaign', id, actions: Object.values(reviewActions) };
    const { entries, next } = await this.audit.list(caller, { ...page, ...ofReviews });
    const reviews = entries.map(reviewIn);
    return { reviews, ...(next !== undefined && { next }) };
  }
}

/** A step of a review, as the audit log tells of it. */
function reviewIn({ at, actor, action, comment }: AuditEntry): CampaignReviewsAnswer['reviews'][number] {
  return { at, by: actor, action, ...(comment !== undefined && { comment }) };
}
