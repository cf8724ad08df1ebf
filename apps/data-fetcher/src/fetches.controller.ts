import { LeaseWorker } from '@clarion/persistence';
import { isPlainText, Problem } from '@clarion/service';
import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { CallLogRepository, type FetchLog } from './call-log.repository.js';
import { SandboxFilter } from './sandbox-filter.js';
import { SuspensionsRepository, type Use } from './suspensions.repository.js';
import type { FetchRow, Tables } from './tables.js';

/**
 * What was fetched for an execution, and how; and what is done with one that is suspended. With `?sandbox=` only one of
 * that sandbox is there. `runService` guards `/internal`.
 */
@Controller('internal/executions/:executionId')
export class FetchesController {
  constructor(
    private readonly log: CallLogRepository,
    private readonly suspensions: SuspensionsRepository,
    private readonly worker: LeaseWorker<Tables, FetchRow>,
  ) {}

  /** Each data source with its calls, the oldest first. */
  @Get('fetches')
  async fetches(
    @Param('executionId') executionId: string,
    @Query('sandbox', SandboxFilter) sandbox: string | undefined,
  ): Promise<FetchLog> {
    const log = isPlainText(executionId) ? await this.log.of(executionId, sandbox) : undefined;
    if (!log) throw unknownExecution();
    return log;
  }

  /** All its suspended fetches go on, with all their retries before them; where there is none, nothing happens. */
  @Post('resume')
  @HttpCode(200)
  async resume(
    @Param('executionId') executionId: string,
    @Query('sandbox', SandboxFilter) sandbox: string | undefined,
  ): Promise<{ resumed: string[] }> {
    const resumed = isPlainText(executionId) ? await this.suspensions.resume(executionId, sandbox) : undefined;
    if (!resumed) throw unknownExecution();
    this.worker.wake();
    return { resumed };
  }

  /** The suspended fetch takes a copy of the snapshot that `{snapshotId}` names, instead of an answer. */
  @Post('fetches/:alias/use')
  @HttpCode(200)
  async use(
    @Param('executionId') executionId: string,
    @Param('alias') alias: string,
    @Query('sandbox', SandboxFilter) sandbox: string | undefined,
    @Body() body: unknown,
  ): Promise<{ snapshotId: string }> {
    const { snapshotId } = (body ?? {}) as { snapshotId?: unknown };
    if (typeof snapshotId !== 'string' || !/^\d{1,18}$/.test(snapshotId)) {
      throw new Problem(400, 'InvalidRequest', 'snapshotId must be the id of a snapshot.');
    }
    if (!isPlainText(executionId) || !isPlainText(alias)) throw unknownExecution();
    const used = await this.suspensions.use({ executionId, alias }, snapshotId, sandbox);
    if (typeof used === 'object') return used;
    throw problemOf(used);
  }
}

function unknownExecution(): Problem {
  return new Problem(404, 'ExecutionNotFound', 'There is no such execution here.');
}

function problemOf(fault: Exclude<Use, object>): Problem {
  if (fault === 'no fetch') return new Problem(404, 'FetchNotFound', 'The execution has no such data source.');
  if (fault === 'not suspended') return new Problem(409, 'NotSuspended', 'The fetch is not suspended.');
  return new Problem(404, 'SnapshotNotFound', 'There is no such snapshot of this data source in this sandbox.');
}
