import { ApiKeyGuard, bodyValidation, CurrentCaller, Needs, type Caller } from '@clarion/service';
import { Body, Controller, Get, Param, Post, Put, Query, UseGuards, UseInterceptors } from '@nestjs/common';
import { CurrentCall, type ChangingCall } from '../current-call.js';
import { DefinitionsRepository } from '../definitions.repository.js';
import { EntityTagInterceptor } from '../entity-tag.interceptor.js';
import { commonParameters, listQueryOf } from '../list-query.js';
import { DataSourceBody } from './data-source.body.js';
import { DataSourceDrafts } from './data-source-drafts.js';
import { dataSources } from './shown-data-source.js';

/**
 * What campaigns fetch before they run. May be incomplete for now. What is changed counts for campaigns that are
 * activated from then on.
 */
@Controller('v1/data-sources')
@UseGuards(ApiKeyGuard)
@UseInterceptors(EntityTagInterceptor)
export class DataSourcesController {
  constructor(
    private readonly definitions: DefinitionsRepository,
    private readonly drafts: DataSourceDrafts,
  ) {}

  @Post()
  @Needs('data-sources:write')
  async create(@Body(bodyValidation('refused')) body: DataSourceBody, @CurrentCall() call: ChangingCall) {
    return dataSources.shown(await this.drafts.add(dataSources.keyOf(call), body, call));
  }

  @Put(':id')
  @Needs('data-sources:write')
  async replace(
    @Param('id') id: string,
    @Body(bodyValidation('refused')) body: DataSourceBody,
    @CurrentCall() call: ChangingCall,
  ) {
    return dataSources.shown(await this.drafts.replace(dataSources.keyOf(call, id), body, call));
  }

  @Post(':id/duplicate')
  @Needs('data-sources:write')
  async duplicate(@Param('id') id: string, @CurrentCall() call: ChangingCall) {
    const copy = await this.drafts.duplicate(dataSources.keyOf(call, id), dataSources.keyOf(call), call);
    return dataSources.shown(copy);
  }

  @Get(':id')
  @Needs('data-sources:read')
  async read(@Param('id') id: string, @CurrentCaller() caller: Caller) {
    return dataSources.shown(await this.definitions.find(dataSources.keyOf(caller, id)));
  }

  @Get()
  @Needs('data-sources:read')
  async list(@Query() query: Record<string, unknown>, @CurrentCaller() caller: Caller) {
    return dataSources.listed(await this.definitions.list('data-source', caller, listQueryOf(query, commonParameters)));
  }
}
