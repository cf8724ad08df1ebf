import { ApiKeyGuard, bodyValidation, CurrentCaller, Needs, type Caller } from '@clarion/service';
import { Body, Controller, Get, HttpCode, Param, Post, Query, UseGuards, UseInterceptors } from '@nestjs/common';
import { reviewActions } from './audit/audit-action.js';
import { auditQueryOf } from './audit/audit-query.js';
import { AuditRepository } from './audit/audit.repository.js';
import { ChangeCampaign } from './change-campaign.js';
import { CurrentCall, type ChangingCall } from './current-call.js';
import { DefinitionsRepository } from './definitions.repository.js';
import { EntityTagInterceptor } from './entity-tag.interceptor.js';
import { OptionalBody } from './optional-body.js';
import { campaigns } from './representation.js';
import { ReviewCommentBody, SendBackBody } from './review-comment.body.js';

/** The way of a campaign's draft to its approval, and what was said on it. */
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
  async withdraw(@Param('id') id: string, @CurrentCall() call: ChangingCall) {
    return campaigns.shown(await this.changes.review('withdraw', campaigns.keyOf(call, id), call));
  }

  @Post('send-back')
  @HttpCode(200)
  @Needs('campaigns:approve')
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
  async reviews(@Param('id') id: string, @Query() query: Record<string, unknown>, @CurrentCaller() caller: Caller) {
    const page = auditQueryOf(query, ['after', 'limit']);
    campaigns.shown(await this.definitions.find(campaigns.keyOf(caller, id)));
    const ofReviews = { kind: 'campaign', id, actions: Object.values(reviewActions) };
    const { entries, next } = await this.audit.list(caller, { ...page, ...ofReviews });
    const reviews = entries.map(({ at, actor, action, comment }) => ({ at, by: actor, action, comment }));
    return { reviews, ...(next !== undefined && { next }) };
  }
}
