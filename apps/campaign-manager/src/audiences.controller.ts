import { ApiKeyGuard, CurrentCaller, Needs, Problem, type Caller } from '@clarion/service';
import { Body, Controller, Get, Param, Post, Put, Query, UseGuards } from '@nestjs/common';
import { v7 as newId } from 'uuid';
import { AudienceBody } from './audience.body.js';
import type { AudienceDraft, Definition, DefinitionKey } from './definition.js';
import { DefinitionsRepository } from './definitions.repository.js';
import { NameFilter } from './name-filter.js';
import { audienceOf } from './representation.js';

type Audience = Definition<'audience'>;
type Representation = ReturnType<typeof audienceOf>;

/** Whom marketing campaigns are for. What is changed counts for campaigns that are activated from then on. */
@Controller('v1/audiences')
@UseGuards(ApiKeyGuard)
export class AudiencesController {
  constructor(private readonly definitions: DefinitionsRepository) {}

  @Post()
  @Needs('audiences:write')
  async create(@Body(AudienceBody) audience: AudienceDraft, @CurrentCaller() caller: Caller): Promise<Representation> {
    const key = keyOf(caller, newId());
    await this.definitions.addDraft(key, audience);
    return representationOf(await this.definitions.find(key));
  }

  @Put(':id')
  @Needs('audiences:write')
  async replace(
    @Param('id') id: string,
    @Body(AudienceBody) audience: AudienceDraft,
    @CurrentCaller() caller: Caller,
  ): Promise<Representation> {
    return representationOf(await this.definitions.replaceDraft(keyOf(caller, id), audience));
  }

  @Get(':id')
  @Needs('audiences:read')
  async read(@Param('id') id: string, @CurrentCaller() caller: Caller): Promise<Representation> {
    return representationOf(await this.definitions.find(keyOf(caller, id)));
  }

  @Get()
  @Needs('audiences:read')
  async list(
    @Query('name', NameFilter) name: string | undefined,
    @CurrentCaller() { sandbox }: Caller,
  ): Promise<{ audiences: Representation[] }> {
    const found = await this.definitions.list('audience', sandbox, name);
    return { audiences: found.map(audienceOf) };
  }
}

function keyOf({ sandbox }: Caller, id: string): DefinitionKey<'audience'> {
  return { kind: 'audience', sandbox, id };
}

function representationOf(audience: Audience | undefined): Representation {
  if (!audience) throw new Problem(404, 'AudienceNotFound', 'The sandbox has no such audience.');
  return audienceOf(audience);
}
