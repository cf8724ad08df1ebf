import type { Publisher } from '@clarion/messaging';
import { traceIdOf, type Logger } from '@clarion/observability';
import type { Lease } from '@clarion/persistence';
import { Campaigns } from './campaigns.js';
import { cancel } from './cancel.js';
import { executionOf } from './plan-run.js';
import { resolutionEvents } from './resolution-events.js';
import { resolve } from './resolve.js';
import { resolveAll } from './resolve-all.js';
import { RunsRepository } from './runs.repository.js';
import { SlicesRepository } from './slices.repository.js';
import type { SliceRow, Tables } from './tables.js';

/**
 * Turns a slice of a run into deliveries and reports. They are published before the slice is marked done: a slice is
 * its own outbox, and one that is repeated asks for the same deliveries again. Of a cancelled run it excludes them all.
 */
export class SliceWork {
  constructor(
    private readonly runs: RunsRepository,
    private readonly slices: SlicesRepository,
    private readonly campaigns: Campaigns,
    private readonly publisher: Publisher,
    private readonly logger: Logger,
  ) {}

  /** @throws ServiceUnavailable */
  async work(lease: Lease<Tables, SliceRow>): Promise<void> {
    const { row: slice } = lease;
    const run = await this.runs.find(slice.execution_id);
    const execution = executionOf(run);
    const version = await this.campaigns.version(execution.campaignId, execution.campaignVersion);
    if (!version) throw new Error(`A run was planned without its campaign version: ${execution.executionId}`);
    const members = await this.slices.members(run, slice, version.campaign);
    const isCancelled = await this.runs.isCancelled(execution.executionId);
    const resolved = await resolveAll(execution.executionId, members, version, isCancelled ? cancel : resolve);
    const { snapshots, context } = run;
    const told = {
      ...execution,
      category: version.campaign.category,
      ...(snapshots && { snapshots }),
      ...(context && { context }),
    };
    await this.publisher.publish(resolutionEvents(told, resolved, new Date()));
    await lease.finish(async (transaction) => {
      await transaction
        .updateTable('slices')
        .set({ state: 'done' })
        .where('execution_id', '=', slice.execution_id)
        .where('slice', '=', slice.slice)
        .execute();
    });
    this.logger.info(
      {
        executionId: execution.executionId,
        traceId: traceIdOf(execution.traceparent),
        slice: slice.slice,
        members: resolved.length,
        excluded: resolved.filter(({ kind }) => kind === 'end').length,
      },
      'slice resolved',
    );
  }
}
