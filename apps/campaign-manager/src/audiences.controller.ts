import { ApiKeyGuard, CurrentCaller, Needs, type Caller } from '@clarion/service';
import { Answers, Area, Does, Refuses, Takes, TakesQuery } from '@clarion/service/openapi';
import { Body, Controller, Get, Param, Post, Put, Query, UseGuards, UseInterceptors } from '@nestjs/common';
import { audienceAnswer, audiencesAnswer } from './audience.answer.js';
import { AudienceBody } from './audience.body.js';
import { audienceSchema } from './audience.schema.js';
import { CurrentCall, type ChangingCall } from './current-call.js';
import type { AudienceDraft } from './definition.js';
import { DefinitionChanges } from './definition-changes.js';
import { DefinitionsRepository } from './definitions.repository.js';
import { requireMatch } from './entity-tag.js';
import { EntityTagInterceptor } from './entity-tag.interceptor.js';
import { HeedsIfMatch } from './heeds-if-match.js';
import { commonParameters, describedParameters, listQueryOf } from './list-query.js';
import { audiences } from './representation.js';
import { Shows } from './shows.js';

/** Whom marketing campaigns are for. What is changed counts for campaigns that are activated from then on. */
@Area('Audiences')
@Controller('v1/audiences')
@UseGuards(ApiKeyGuard)
@UseInterceptors(EntityTagInterceptor)
export class AudiencesController {
  constructor(
    private readonly definitions: DefinitionsRepository,
    private readonly changes: DefinitionChanges,
  ) {}

  @Post()
  @Needs('audiences:write')
  @Does('Adds an audience.')
  @Takes(audienceSchema)
  @Shows(201, audienceAnswer, 'The audience.')
  async create(@Body(AudienceBody) audience: AudienceDraft, @CurrentCall() call: ChangingCall) {
    return audiences.shown(await this.changes.add(audiences.keyOf(call), audience, call));
  }

  @Put(':id')
  @Needs('audiences:write')
  @Does('Replaces an audience, for campaigns that are activated from then on.')
  @Takes(audienceSchema)
  @HeedsIfMatch()
  @Shows(200, audienceAnswer, 'The audience.')
  @Refuses(404, 'AudienceNotFound')
  async replace(@Param('id') id: string, @Body(AudienceBody) draft: AudienceDraft, @CurrentCall() call: ChangingCall) {
    const replaced = await this.changes.change(audiences.keyOf(call, id), call, (current) => {
      requireMatch(call.ifMatch, audiences.shown(current));
      return { draft };
    });
    return audiences.shown(replaced);
  }

  @Get(':id')
  @Needs('audiences:read')
  @Does('Shows an audience.')
  @Shows(200, audienceAnswer, 'The audience.')
  @Refuses(404, 'AudienceNotFound')
  async read(@Param('id') id: string, @CurrentCaller() caller: Caller) {
    return audiences.shown(await this.definitions.find(audiences.keyOf(caller, id)));
  }

  @Get()
  @Needs('audiences:read')
  @Does('Lists audiences, the newest first.')
  @TakesQuery(describedParameters(commonParameters))
  @Answers(200, audiencesAnswer, 'A page of them.')
  @Refuses(400, 'InvalidRequest')
  async list(@Query() query: Record<string, unknown>, @CurrentCaller() caller: Caller) {
    return audiences.listed(await this.definitions.list('audience', caller, listQueryOf(query, commonParameters)));
  }
}
