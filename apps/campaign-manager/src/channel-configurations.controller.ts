import { ApiKeyGuard, bodyValidation, CurrentCaller, Needs, type Caller } from '@clarion/service';
import { Answers, Area, Does, Refuses, TakesQuery } from '@clarion/service/openapi';
import { Body, Controller, Get, Param, Post, Put, Query, UseGuards, UseInterceptors } from '@nestjs/common';
import { channelConfigurationAnswer, channelConfigurationsAnswer } from './channel-configuration.answer.js';
import { ChannelConfigurationBody } from './channel-configuration.body.js';
import { CurrentCall, type ChangingCall } from './current-call.js';
import { DefinitionChanges } from './definition-changes.js';
import { DefinitionsRepository } from './definitions.repository.js';
import { requireMatch } from './entity-tag.js';
import { EntityTagInterceptor } from './entity-tag.interceptor.js';
import { HeedsIfMatch } from './heeds-if-match.js';
import { commonParameters, describedParameters, listQueryOf } from './list-query.js';
import { channelConfigurations } from './representation.js';
import { Shows } from './shows.js';

/** Who messages come from and how they go. There are no drafts: what is saved is live, and campaigns follow it. */
@Area('Channel configurations')
@Controller('v1/channel-configurations')
@UseGuards(ApiKeyGuard)
@UseInterceptors(EntityTagInterceptor)
export class ChannelConfigurationsController {
  constructor(
    private readonly definitions: DefinitionsRepository,
    private readonly changes: DefinitionChanges,
  ) {}

  @Post()
  @Needs('channel-configurations:write')
  @Does('Adds a channel configuration, live at once.')
  @Shows(201, channelConfigurationAnswer, 'The channel configuration.')
  async create(@Body(bodyValidation('refused')) body: ChannelConfigurationBody, @CurrentCall() call: ChangingCall) {
    return channelConfigurations.shown(await this.changes.ensureLive(channelConfigurations.keyOf(call), body, call));
  }

  @Put(':id')
  @Needs('channel-configurations:write')
  @Does('Replaces a channel configuration; campaigns follow it at once.')
  @HeedsIfMatch()
  @Shows(200, channelConfigurationAnswer, 'The channel configuration.')
  @Refuses(404, 'ChannelConfigurationNotFound')
  async replace(
    @Param('id') id: string,
    @Body(bodyValidation('refused')) body: ChannelConfigurationBody,
    @CurrentCall() call: ChangingCall,
  ) {
    const replaced = await this.changes.change(channelConfigurations.keyOf(call, id), call, (current) => {
      requireMatch(call.ifMatch, channelConfigurations.shown(current));
      return { draft: body, publish: body };
    });
    return channelConfigurations.shown(replaced);
  }

  @Get(':id')
  @Needs('channel-configurations:read')
  @Does('Shows a channel configuration.')
  @Shows(200, channelConfigurationAnswer, 'The channel configuration.')
  @Refuses(404, 'ChannelConfigurationNotFound')
  async read(@Param('id') id: string, @CurrentCaller() caller: Caller) {
    return channelConfigurations.shown(await this.definitions.find(channelConfigurations.keyOf(caller, id)));
  }

  @Get()
  @Needs('channel-configurations:read')
  @Does('Lists channel configurations, the newest first.')
  @TakesQuery(describedParameters(commonParameters))
  @Answers(200, channelConfigurationsAnswer, 'A page of them.')
  @Refuses(400, 'InvalidRequest')
  async list(@Query() query: Record<string, unknown>, @CurrentCaller() caller: Caller) {
    return channelConfigurations.listed(
      await this.definitions.list('channel-configuration', caller, listQueryOf(query, commonParameters)),
    );
  }
}
