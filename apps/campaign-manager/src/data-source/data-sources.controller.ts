import { ApiKeyGuard, bodyValidation, CurrentCaller, Needs, type Caller } from '@clarion/service';
import { Answers, Area, Does, Refuses, TakesQuery } from '@clarion/service/openapi';
import { Body, Controller, Get, Param, Post, Put, Query, UseGuards, UseInterceptors } from '@nestjs/common';
import { CurrentCall, type ChangingCall } from '../current-call.js';
import { DefinitionsRepository } from '../definitions.repository.js';
import { EntityTagInterceptor } from '../entity-tag.interceptor.js';
import { HeedsIfMatch } from '../heeds-if-match.js';
import { commonParameters, describedParameters, listQueryOf } from '../list-query.js';
import { Shows } from '../shows.js';
import { DataSourceDrafts } from './data-source-drafts.js';
import { dataSourceAnswer, dataSourcesAnswer } from './data-source.answer.js';
import { DataSourceBody } from './data-source.body.js';
import { dataSources } from './shown-data-source.js';

/**
 * What campaigns fetch before they run. May be incomplete for now. What is changed counts for campaigns that are
 * activated from then on.
 */
@Area('Data sources')
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
  @Does('Adds a data source; all but its name may still be missing.')
  @Shows(201, dataSourceAnswer, 'The data source, without its secret.')
  @Refuses(422, 'SecretNeeded')
  async create(@Body(bodyValidation('refused')) body: DataSourceBody, @CurrentCall() call: ChangingCall) {
    return dataSources.shown(await this.drafts.add(dataSources.keyOf(call), body, call));
  }

  @Put(':id')
  @Needs('data-sources:write')
  @Does(
    'Replaces a data source, for campaigns that are activated from then on.',
    'A secret that is sent as it was read stays.',
  )
  @HeedsIfMatch()
  @Shows(200, dataSourceAnswer, 'The data source, without its secret.')
  @Refuses(404, 'DataSourceNotFound')
  @Refuses(422, 'SecretNeeded')
  async replace(
    @Param('id') id: string,
    @Body(bodyValidation('refused')) body: DataSourceBody,
    @CurrentCall() call: ChangingCall,
  ) {
    return dataSources.shown(await this.drafts.replace(dataSources.keyOf(call, id), body, call));
  }

  @Post(':id/duplicate')
  @Needs('data-sources:write')
  @Does('Adds another data source with all of this one, also its secret.')
  @Shows(201, dataSourceAnswer, 'The new data source.')
  @Refuses(404, 'DataSourceNotFound')
  async duplicate(@Param('id') id: string, @CurrentCall() call: ChangingCall) {
    const copy = await this.drafts.duplicate(dataSources.keyOf(call, id), dataSources.keyOf(call), call);
    return dataSources.shown(copy);
  }

  @Get(':id')
  @Needs('data-sources:read')
  @Does('Shows a data source.')
  @Shows(200, dataSourceAnswer, 'The data source, without its secret.')
  @Refuses(404, 'DataSourceNotFound')
  async read(@Param('id') id: string, @CurrentCaller() caller: Caller) {
    return dataSources.shown(await this.definitions.find(dataSources.keyOf(caller, id)));
  }

  @Get()
  @Needs('data-sources:read')
  @Does('Lists data sources, the newest first.')
  @TakesQuery(describedParameters(commonParameters))
  @Answers(200, dataSourcesAnswer, 'A page of them.')
  @Refuses(400, 'InvalidRequest')
  async list(@Query() query: Record<string, unknown>, @CurrentCaller() caller: Caller) {
    return dataSources.listed(await this.definitions.list('data-source', caller, listQueryOf(query, commonParameters)));
  }
}
