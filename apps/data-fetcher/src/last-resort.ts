import type { Accepted } from './beginning.js';
import { isBranch } from './branch.js';
import { isFailure } from './failure.js';
import type { Fetch, FetchResult, NoAnswer } from './fetch.js';
import { mapAnswer } from './mapping/map-answer.js';
import { SnapshotsRepository } from './snapshots.repository.js';
import type { Source } from './sources.js';

type Kind<Name extends FetchResult['kind']> = Extract<FetchResult, { kind: Name }>;

/** What a fetch comes to for which there is no answer. */
export class LastResort {
  constructor(private readonly snapshots: SnapshotsRepository) {}

  /**
   * The last good answer to the same request, where the policy takes one and it is young enough; else what the policy has
   * instead, where that fits the mapping; else what the campaign does after a failure.
   * @param requestHash absent where nothing could be asked
   */
  async for(
    source: Source,
    { execution }: Fetch,
    { failure, call }: NoAnswer,
    requestHash?: string,
  ): Promise<FetchResult> {
    const { dataSourceId, policy = {}, mapping } = source;
    const { sandbox } = execution;
    const final = { failure, dataSourceId, ...(call && { call }) };
    const { staleIfErrorSeconds: seconds = 0, fallback } = policy;
    if (requestHash !== undefined && seconds > 0) {
      const snapshotId = await this.snapshots.lastGood({ sandbox, dataSourceId, requestHash, seconds });
      if (snapshotId !== undefined) return { kind: 'stale', snapshotId, ...final };
    }
    if (fallback !== undefined) {
      const page = { contentType: 'application/json', body: Buffer.from(JSON.stringify(fallback)) };
      const content = await mapAnswer([page], mapping);
      if (!isFailure(content)) return { kind: 'fallback', content, ...final };
    }
    return { ...handlingOf(source, execution), ...final };
  }
}

function handlingOf(
  { onFailure = 'fail', branchCampaignId }: Source,
  execution: Accepted,
): Pick<Kind<'failed'>, 'kind' | 'handling'> | Pick<Kind<'branched'>, 'kind' | 'campaignId'> {
  if (onFailure !== 'branch') return { kind: 'failed', handling: onFailure };
  // What is none in earnest has no other campaign executed.
  if (branchCampaignId === undefined || isBranch(execution) || execution.purpose !== undefined)
    return { kind: 'failed', handling: 'fail' };
  return { kind: 'branched', campaignId: branchCampaignId };
}
