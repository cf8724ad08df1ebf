import type { DefinitionKind } from '@clarion/contracts';
import {
  ApiKeyGuard,
  bodyValidation,
  CurrentCaller,
  Needs,
  Problem,
  type Caller,
  CurrentTrace,
} from '@clarion/service';
import { Body, Controller, Get, Param, Post, Put, Query, UseGuards } from '@nestjs/common';
import { v7 as newId } from 'uuid';
import { ChannelConfigurationBody } from './channel-configuration.body.js';
import type { DefinitionKey } from './definition.js';
import { DefinitionPublisher } from './definition-publisher.js';
import { DefinitionsRepository } from './definitions.repository.js';
import { NameFilter } from './name-filter.js';
import { channelConfigurationOf } from './representation.js';

const kind = 'channel-configuration' satisfies DefinitionKind;
type Representation = ReturnType<typeof channelConfigurationOf>;

/** Who messages come from and how they go. There are no drafts: what is saved is live, and campaigns follow it. */
@Controller('v1/channel-configurations')
@UseGuards(ApiKeyGuard)
export class ChannelConfigurationsController {
  constructor(
    private readonly definitions: DefinitionsRepository,
    private readonly publisher: DefinitionPublisher,
  ) {}

  @Post()
  @Needs('channel-configurations:write')
  async create(
    @Body(bodyValidation('refused')) body: ChannelConfigurationBody,
    @CurrentCaller() caller: Caller,
    @CurrentTrace() traceparent: string,
  ): Promise<Representation> {
    return channelConfigurationOf(await this.publisher.ensureLive(keyOf(caller, newId()), body, traceparent));
  }

  @Put(':id')
  @Needs('channel-configurations:write')
  async replace(
    @Param('id') id: string,
    @Body(bodyValidation('refused')) body: ChannelConfigurationBody,
    @CurrentCaller() caller: Caller,
    @CurrentTrace() traceparent: string,
  ): Promise<Representation> {
    const key = keyOf(caller, id);
    const replaced = await this.publisher.publishNext(key, traceparent, async (_, definitions) => {
      await definitions.replaceDraft(key, body);
      return body;
    });
    if (!replaced) throw notFound();
    return channelConfigurationOf(replaced);
  }

  @Get(':id')
  @Needs('channel-configurations:read')
  async read(@Param('id') id: string, @CurrentCaller() caller: Caller): Promise<Representation> {
    const found = await this.definitions.find(keyOf(caller, id));
    if (!found) throw notFound();
    return channelConfigurationOf(found);
  }

  @Get()
  @Needs('channel-configurations:read')
  async list(
    @Query('name', NameFilter) name: string | undefined,
    @CurrentCaller() { sandbox }: Caller,
  ): Promise<{ channelConfigurations: Representation[] }> {
    const found = await this.definitions.list(kind, sandbox, name);
    return { channelConfigurations: found.map(channelConfigurationOf) };
  }
}

function keyOf({ sandbox }: Caller, id: string): DefinitionKey<typeof kind> {
  return { kind, sandbox, id };
}

function notFound(): Problem {
  return new Problem(404, 'ChannelConfigurationNotFound', 'The sandbox has no such channel configuration.');
}
