import { ApiKeyGuard, bodyValidation, CurrentCaller, Needs, type Caller } from '@clarion/service';
import { Answers, Area, Does, Refuses, Takes, TakesQuery } from '@clarion/service/openapi';
import {
  Body,
  Controller,
  Delete,
  Get,
  HttpCode,
  Param,
  Post,
  Put,
  Query,
  UseGuards,
  UseInterceptors,
} from '@nestjs/common';
import { ActivateCampaign } from './activate-campaign.js';
import { campaignAnswer, campaignsAnswer } from './campaign.answer.js';
import { CampaignBody } from './campaign.body.js';
import { ChangeCampaign } from './change-campaign.js';
import { CurrentCall, type ChangingCall } from './current-call.js';
import { DefinitionChanges } from './definition-changes.js';
import { DefinitionsRepository } from './definitions.repository.js';
import { DuplicateBody } from './duplicate.body.js';
import { requireIfMatch } from './entity-tag.js';
import { EntityTagInterceptor } from './entity-tag.interceptor.js';
import { HeedsIfMatch } from './heeds-if-match.js';
import { campaignParameters, describedParameters, listQueryOf } from './list-query.js';
import { OptionalBody } from './optional-body.js';
import { campaigns } from './representation.js';
import { Shows } from './shows.js';
import { StopBody } from './stop.body.js';

/** Campaigns: saved as drafts, and published whole when they are activated. `campaign-life.ts` says what they allow. */
@Area('Campaigns')
@Controller('v1/campaigns')
@UseGuards(ApiKeyGuard)
@UseInterceptors(EntityTagInterceptor)
export class CampaignsController {
  constructor(
    private readonly definitions: DefinitionsRepository,
    private readonly drafts: DefinitionChanges,
    private readonly changes: ChangeCampaign,
    private readonly activation: ActivateCampaign,
  ) {}

  @Post()
  @Needs('campaigns:write')
  @Does('Adds a campaign, as a draft.')
  @Shows(201, campaignAnswer, 'The campaign.')
  @Refuses(403, 'LabelMissing')
  async create(@Body(bodyValidation('refused')) body: CampaignBody, @CurrentCall() call: ChangingCall) {
    return campaigns.shown(await this.drafts.add(campaigns.keyOf(call), body, call));
  }

  @Get(':id')
  @Needs('campaigns:read')
  @Does('Shows a campaign.')
  @Shows(200, campaignAnswer, 'The campaign.')
  @Refuses(404, 'CampaignNotFound')
  async read(@Param('id') id: string, @CurrentCaller() caller: Caller) {
    return campaigns.shown(await this.definitions.find(campaigns.keyOf(caller, id)));
  }

  @Get()
  @Needs('campaigns:read')
  @Does('Lists campaigns, the newest first.')
  @TakesQuery(describedParameters(campaignParameters))
  @Answers(200, campaignsAnswer, 'A page of them.')
  @Refuses(400, 'InvalidRequest')
  async list(@Query() query: Record<string, unknown>, @CurrentCaller() caller: Caller) {
    return campaigns.listed(await this.definitions.list('campaign', caller, listQueryOf(query, campaignParameters)));
  }

  @Put(':id')
  @Needs('campaigns:write')
  @Does('Replaces the draft of a campaign.')
  @HeedsIfMatch({ isRequired: true })
  @Shows(200, campaignAnswer, 'The campaign.')
  @Refuses(403, 'LabelMissing')
  @Refuses(404, 'CampaignNotFound')
  @Refuses(409, 'MoveNotAllowed')
  async replace(
    @Param('id') id: string,
    @Body(bodyValidation('refused')) body: CampaignBody,
    @CurrentCall() call: ChangingCall,
  ) {
    requireIfMatch(call.ifMatch);
    return campaigns.shown(await this.changes.edit(campaigns.keyOf(call, id), body, call));
  }

  @Delete(':id')
  @HttpCode(204)
  @Needs('campaigns:write')
  @Does('Deletes a campaign that was never published.')
  @HeedsIfMatch()
  @Answers(204, undefined, 'It is gone.')
  @Refuses(404, 'CampaignNotFound')
  @Refuses(409, 'MoveNotAllowed')
  async remove(@Param('id') id: string, @CurrentCall() call: ChangingCall): Promise<void> {
    campaigns.shown(await this.changes.remove(campaigns.keyOf(call, id), call));
  }

  @Post(':id/duplicate')
  @Needs('campaigns:write')
  @Does('Adds a draft of what the draft of another campaign says.')
  @Takes(DuplicateBody, { isRequired: false })
  @HeedsIfMatch()
  @Shows(201, campaignAnswer, 'The new campaign.')
  @Refuses(404, 'CampaignNotFound')
  async duplicate(
    @Param('id') id: string,
    @Body(OptionalBody) { name }: DuplicateBody,
    @CurrentCall() call: ChangingCall,
  ) {
    return campaigns.shown(await this.changes.duplicate(campaigns.keyOf(call, id), campaigns.keyOf(call), name, call));
  }

  @Post(':id/activate')
  @HttpCode(200)
  @Needs('campaigns:activate')
  @Does('Makes the draft of a campaign its live version, where its review finds no error.')
  @HeedsIfMatch()
  @Shows(200, campaignAnswer, 'The campaign.')
  @Refuses(404, 'CampaignNotFound')
  @Refuses(409, 'MoveNotAllowed', 'AlreadyLive', 'ApprovalMissing', 'ApprovalOutdated')
  @Refuses(422, 'ReviewFailed', 'VersionTooLarge')
  async activate(@Param('id') id: string, @CurrentCall() call: ChangingCall) {
    return campaigns.shown(await this.activation.run(campaigns.keyOf(call, id), call));
  }

  @Post(':id/stop')
  @HttpCode(200)
  @Needs('campaigns:activate')
  @Does('Stops a campaign: it takes no more calls.')
  @Takes(StopBody, { isRequired: false })
  @HeedsIfMatch()
  @Shows(200, campaignAnswer, 'The campaign.')
  @Refuses(404, 'CampaignNotFound')
  @Refuses(409, 'MoveNotAllowed')
  async stop(
    @Param('id') id: string,
    @Body(OptionalBody) { cancelRunning = false }: StopBody,
    @CurrentCall() call: ChangingCall,
  ) {
    return campaigns.shown(await this.changes.stop(campaigns.keyOf(call, id), cancelRunning, call));
  }

  @Post(':id/archive')
  @HttpCode(200)
  @Needs('campaigns:activate')
  @Does('Archives a campaign: it takes no more calls, and its name is free.')
  @HeedsIfMatch()
  @Shows(200, campaignAnswer, 'The campaign.')
  @Refuses(404, 'CampaignNotFound')
  @Refuses(409, 'MoveNotAllowed')
  async archive(@Param('id') id: string, @CurrentCall() call: ChangingCall) {
    return campaigns.shown(await this.changes.to('archive', campaigns.keyOf(call, id), call));
  }
}
