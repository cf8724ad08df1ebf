import { bodyValidation, isPlainText, Problem } from '@clarion/service';
import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ExecutionsRepository, type Execution, type RecipientPage } from './executions.repository.js';
import { pageOf } from './page.js';
import { StandingsBody } from './standings.body.js';

/** What became of an execution, for the gateway (design, section 3). `runService` guards `/internal`. */
@Controller('internal/executions')
export class ExecutionsController {
  constructor(private readonly executions: ExecutionsRepository) {}

  @Get(':executionId')
  async find(
    @Param('executionId') executionId: string,
    @Query() query: Record<string, unknown>,
  ): Promise<Execution & RecipientPage> {
    const page = pageOf(query);
    if ('fault' in page) throw new Problem(400, 'InvalidRequest', page.fault);
    const execution = isPlainText(executionId) ? await this.executions.find(executionId) : undefined;
    if (!execution) throw new Problem(404, 'ExecutionNotFound', 'Nothing is known of such an execution.');
    return { ...execution, ...(await this.executions.recipients(executionId, page)) };
  }

  /** Where each of them stands of which anything is known, without its recipients. */
  @Post('standings')
  @HttpCode(200)
  async standings(
    @Body(bodyValidation('refused')) { executionIds }: StandingsBody,
  ): Promise<{ executions: Execution[] }> {
    return { executions: await this.executions.findAll(executionIds.filter(isPlainText)) };
  }
}
