import { ApiKeyGuard, bodyValidation, CurrentCaller, Needs, type Caller } from '@clarion/service';
import { Body, Controller, Get, Param, Post, Put, Query, UseGuards, UseInterceptors } from '@nestjs/common';
import { ChannelConfigurationBody } from './channel-configuration.body.js';
import { CurrentCall, type ChangingCall } from './current-call.js';
import { DefinitionChanges } from './definition-changes.js';
import { DefinitionsRepository } from './definitions.repository.js';
import { requireMatch } from './entity-tag.js';
import { EntityTagInterceptor } from './entity-tag.interceptor.js';
import { commonParameters, listQueryOf } from './list-query.js';
import { channelConfigurations } from './representation.js';

/** Who messages come from and how they go. There are no drafts: what is saved is live, and campaigns follow it. */
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
  async create(@Body(bodyValidation('refused')) body: ChannelConfigurationBody, @CurrentCall() call: ChangingCall) {
    return channelConfigurations.shown(await this.changes.ensureLive(channelConfigurations.keyOf(call), body, call));
  }

  @Put(':id')
  @Needs('channel-configurations:write')
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
  async read(@Param('id') id: string, @CurrentCaller() caller: Caller) {
    return channelConfigurations.shown(await this.definitions.find(channelConfigurations.keyOf(caller, id)));
  }

  @Get()
  @Needs('channel-configurations:read')
  async list(@Query() query: Record<string, unknown>, @CurrentCaller() caller: Caller) {
    return channelConfigurations.listed(
      await this.definitions.list('channel-configuration', caller, listQueryOf(query, commonParameters)),
    );
  }
}
