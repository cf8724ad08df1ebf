import { bodyValidation, CurrentTrace, isPlainText, Problem } from '@clarion/service';
import { Body, Controller, HttpCode, Param, Post } from '@nestjs/common';
import type { Row } from './distinct-rows.js';
import { MemberRowsRepository } from './member-rows.repository.js';
import { MembersBody } from './members.body.js';
import { RunPlanning } from './run-planning.js';
import { RunBeingPlanned, type NewRun } from './runs.repository.js';
import type { RunRow } from './tables.js';

/** *ended*: the run cannot be, and its end is reported. */
type MembersAnswer = { state: 'planned'; count: number; rows: Row[] } | { state: 'ended' };

/** Says whom an execution is for, as far as a data source may be told. */
@Controller('internal/executions')
export class MembersController {
  constructor(
    private readonly planning: RunPlanning,
    private readonly rows: MemberRowsRepository,
  ) {}

  /** Plans the run unless the call names its recipients; a repeat finds the same members. */
  @Post(':executionId/members')
  @HttpCode(200)
  async members(
    @Param('executionId') executionId: string,
    @CurrentTrace() traceparent: string,
    @Body(bodyValidation('ignored')) { recipients, columns, ...run }: MembersBody,
  ): Promise<MembersAnswer> {
    if (executionId.length > 320 || !isPlainText(executionId)) {
      throw new Problem(404, 'ExecutionNotFound', 'No execution has such an id.');
    }
    if (recipients) {
      const rows = await this.rows.ofRecipients(run.sandbox, recipients, columns);
      return { state: 'planned', count: recipients.length, rows };
    }
    const { state, targeted } = await this.planned({
      execution_id: executionId,
      sandbox: run.sandbox,
      campaign_id: run.campaignId,
      campaign_version: run.campaignVersion,
      purpose: run.purpose ?? null,
      accepted_at: new Date(run.acceptedAt),
      traceparent,
    });
    if (state === 'ended') return { state };
    return { state: 'planned', count: targeted ?? 0, rows: await this.rows.ofRun(executionId, columns) };
  }
  private async planned(run: NewRun): Promise<RunRow> {
    try {
      return await this.planning.plan(run);
    } catch (error) {
      if (!(error instanceof RunBeingPlanned)) throw error;
      throw new Problem(503, 'RunBeingPlanned', `${error.message}; ask again.`, { retryAfterSeconds: 5 });
    }
  }
}
