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
import { Body, Controller, Get, HttpCode, Param, Post, Query, UseGuards } from '@nestjs/common';
import { v7 as newId } from 'uuid';
import { ActivateCampaign } from './activate-campaign.js';
import { CampaignBody } from './campaign.body.js';
import type { Definition, DefinitionKey } from './definition.js';
import { DefinitionsRepository } from './definitions.repository.js';
import { NameFilter } from './name-filter.js';
import { campaignOf } from './representation.js';

const kind = 'campaign' satisfies DefinitionKind;
type Representation = ReturnType<typeof campaignOf>;

/** Campaigns: saved as drafts, and published whole when they are activated. */
@Controller('v1/campaigns')
@UseGuards(ApiKeyGuard)
export class CampaignsController {
  constructor(
    private readonly definitions: DefinitionsRepository,
    private readonly activation: ActivateCampaign,
  ) {}

  @Post()
  @Needs('campaigns:write')
  async create(
    @Body(bodyValidation('refused')) body: CampaignBody,
    @CurrentCaller() caller: Caller,
  ): Promise<Representation> {
    const key = keyOf(caller, newId());
    await this.definitions.addDraft(key, body);
    return representationOf(await this.definitions.find(key));
  }

  @Get(':id')
  @Needs('campaigns:read')
  async read(@Param('id') id: string, @CurrentCaller() caller: Caller): Promise<Representation> {
    return representationOf(await this.definitions.find(keyOf(caller, id)));
  }

  @Get()
  @Needs('campaigns:read')
  async list(
    @Query('name', NameFilter) name: string | undefined,
    @CurrentCaller() { sandbox }: Caller,
  ): Promise<{ campaigns: Representation[] }> {
    const found = await this.definitions.list(kind, sandbox, name);
    return { campaigns: found.map(campaignOf) };
  }

  @Post(':id/activate')
  @HttpCode(200)
  @Needs('campaigns:activate')
  async activate(
    @Param('id') id: string,
    @CurrentCaller() caller: Caller,
    @CurrentTrace() traceparent: string,
  ): Promise<Representation> {
    return representationOf(await this.activation.run(keyOf(caller, id), traceparent));
  }
}

function keyOf({ sandbox }: Caller, id: string): DefinitionKey<typeof kind> {
  return { kind, sandbox, id };
}

function representationOf(campaign: Definition<typeof kind> | undefined): Representation {
  if (!campaign) throw new Problem(404, 'CampaignNotFound', 'The sandbox has no such campaign.');
  return campaignOf(campaign);
}
