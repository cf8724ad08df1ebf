import {
  ApiKeyGuard,
  bodyValidation,
  CurrentCaller,
  CurrentTrace,
  Needs,
  Problem,
  type Caller,
} from '@clarion/service';
import { Answers, Area, Does, Refuses } from '@clarion/service/openapi';
import { Body, Controller, HttpCode, Param, Post, UseGuards } from '@nestjs/common';
import { DefinitionsRepository } from '../definitions.repository.js';
import { Fetcher } from '../fetcher.js';
import { dataSourceTestAnswer, type DataSourceTestAnswer } from './data-source-test.answer.js';
import { DataSourceTestBody } from './data-source-test.body.js';
import { DataSourceTestsRepository } from './data-source-tests.repository.js';

/** Tries what is being written: the data-fetcher calls it once. The answer says also why a call has failed. */
@Area('Data sources')
@Controller('v1/data-sources/:id/test')
@UseGuards(ApiKeyGuard)
export class DataSourceTestsController {
  constructor(
    private readonly definitions: DefinitionsRepository,
    private readonly fetcher: Fetcher,
    private readonly tests: DataSourceTestsRepository,
  ) {}

  @Post()
  @HttpCode(200)
  @Needs('data-sources:write')
  @Does('Calls a data source once, as it is now, and tells what came of it.')
  @Answers(200, dataSourceTestAnswer, 'What came of it, also where the call has failed.')
  @Refuses(404, 'DataSourceNotFound')
  @Refuses(422, 'RequestMissing')
  async test(
    @Param('id') id: string,
    @Body(bodyValidation('refused')) { context, params, members }: DataSourceTestBody,
    @CurrentCaller() { sandbox, heldLabels }: Caller,
    @CurrentTrace() traceparent: string,
  ): Promise<DataSourceTestAnswer> {
    const dataSource = await this.definitions.find({ kind: 'data-source', sandbox, heldLabels, id });
    if (!dataSource) throw new Problem(404, 'DataSourceNotFound', 'The sandbox has no such data source.');
    const { body: draft } = dataSource;
    if (!draft.request) throw new Problem(422, 'RequestMissing', 'The data source has no request yet.');
    const answer = await this.fetcher.test({ ...draft, sandbox, context, params, members }, traceparent);
    if (answer.ok) await this.tests.keepPassed(id, draft);
    return answer;
  }
}
