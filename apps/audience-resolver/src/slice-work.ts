import type { ExclusionReason } from '@clarion/contracts';
import type { Publisher } from '@clarion/messaging';
import { traceIdOf, type Logger } from '@clarion/observability';
import type { Lease } from '@clarion/persistence';
import { Campaigns } from './campaigns.js';
import { exclude } from './exclude.js';
import { executionOf } from './plan-run.js';
import { resolutionEvents } from './resolution-events.js';
import { resolve } from './resolve.js';
import { resolveAll } from './resolve-all.js';
import { RunsRepository } from './runs.repository.js';
import { SlicesRepository } from './slices.repository.js';
import type { RunRow, SliceRow, Tables } from './tables.js';

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

  /**
   * @returns in how many milliseconds the next slice of its run is due, where that has a rate.
   * @throws ServiceUnavailable
   */
  async work(lease: Lease<Tables, SliceRow>): Promise<number | undefined> {
    const { row: slice } = lease;
    const run = await this.runs.find(slice.execution_id);
    const execution = executionOf(run);
    const version = await this.campaigns.version(execution.campaignId, execution.campaignVersion);
    if (!version) throw new Error(`A run was planned without its campaign version: ${execution.executionId}`);
    const { executionId } = execution;
    const { category, channel } = version.campaign;
    const members = await this.slices.members(run, slice, version.campaign);
    const exclusion = await this.exclusionOf(run);
    const resolved = await resolveAll(members, (person) =>
      exclusion ? exclude(executionId, person, channel, exclusion) : resolve(executionId, person, version),
    );
    const { snapshots, context } = run;
    const told = { ...execution, category, ...(snapshots && { snapshots }), ...(context && { context }) };
    await this.publisher.publish(resolutionEvents(told, resolved, new Date()));
    let nextInMs: number | undefined;
    await lease.finish(async (transaction) => {
      await this.slices.markDone(transaction, slice);
      if (run.throttle_rate_per_sec === null) return;
      const takesSeconds = exclusion ? 0 : resolved.length / run.throttle_rate_per_sec;
      nextInMs = await this.slices.releaseNext(transaction, slice, takesSeconds);
    });
    this.logger.info(
      {
        executionId,
        traceId: traceIdOf(execution.traceparent),
        slice: slice.slice,
        members: resolved.length,
        excluded: resolved.filter(({ kind }) => kind === 'end').length,
      },
      'slice resolved',
    );
    return nextInMs;
  }

  /** Why nobody of a run gets anything any more; `undefined` where they do. */
  private async exclusionOf({ execution_id, release_until }: RunRow): Promise<ExclusionReason | undefined> {
    if (await this.runs.isCancelled(execution_id)) return 'Cancelled';
    return release_until && (await this.slices.isPast(release_until)) ? 'NotReleased' : undefined;
  }
}
