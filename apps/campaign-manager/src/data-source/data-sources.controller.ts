import { ApiKeyGuard, bodyValidation, CurrentCaller, Needs, Problem, type Caller } from '@clarion/service';
import { Body, Controller, Get, Param, Post, Put, Query, UseGuards } from '@nestjs/common';
import { v7 as newId } from 'uuid';
import type { Definition, DefinitionKey } from '../definition.js';
import { DefinitionsRepository } from '../definitions.repository.js';
import { NameFilter } from '../name-filter.js';
import { DataSourceBody } from './data-source.body.js';
import { DataSourceDrafts } from './data-source-drafts.js';
import { shownDataSource } from './shown-data-source.js';

type Representation = ReturnType<typeof shownDataSource>;

/**
 * What campaigns fetch before they run. May be incomplete for now. What is changed counts for campaigns that are
 * activated from then on.
 */
@Controller('v1/data-sources')
@UseGuards(ApiKeyGuard)
export class DataSourcesController {
  constructor(
    private readonly definitions: DefinitionsRepository,
    private readonly drafts: DataSourceDrafts,
  ) {}

  @Post()
  @Needs('data-sources:write')
  async create(
    @Body(bodyValidation('refused')) body: DataSourceBody,
    @CurrentCaller() caller: Caller,
  ): Promise<Representation> {
    return representationOf(await this.drafts.add(keyOf(caller, newId()), body));
  }

  @Put(':id')
  @Needs('data-sources:write')
  async replace(
    @Param('id') id: string,
    @Body(bodyValidation('refused')) body: DataSourceBody,
    @CurrentCaller() caller: Caller,
  ): Promise<Representation> {
    return representationOf(await this.drafts.replace(keyOf(caller, id), body));
  }

  @Post(':id/duplicate')
  @Needs('data-sources:write')
  async duplicate(@Param('id') id: string, @CurrentCaller() caller: Caller): Promise<Representation> {
    return representationOf(await this.drafts.duplicate(keyOf(caller, id), keyOf(caller, newId())));
  }

  @Get(':id')
  @Needs('data-sources:read')
  async read(@Param('id') id: string, @CurrentCaller() caller: Caller): Promise<Representation> {
    return representationOf(await this.definitions.find(keyOf(caller, id)));
  }

  @Get()
  @Needs('data-sources:read')
  async list(
    @Query('name', NameFilter) name: string | undefined,
    @CurrentCaller() { sandbox }: Caller,
  ): Promise<{ dataSources: Representation[] }> {
    const found = await this.definitions.list('data-source', sandbox, name);
    return { dataSources: found.map(shownDataSource) };
  }
}

function keyOf({ sandbox }: Caller, id: string): DefinitionKey<'data-source'> {
  return { kind: 'data-source', sandbox, id };
}

function representationOf(dataSource: Definition<'data-source'> | undefined): Representation {
  if (!dataSource) throw new Problem(404, 'DataSourceNotFound', 'The sandbox has no such data source.');
  return shownDataSource(dataSource);
}
