import { ServiceUnavailable, type Campaign } from '@clarion/contracts';
import { Definitions, type ActiveDefinition } from '@clarion/definitions';
import { lackingLabels, Problem, type Caller, type HeldLabels } from '@clarion/service';
import { Injectable } from '@nestjs/common';
import { accept, namedBy, type Accepted } from './accept.js';
import type { Call } from './call.js';
import { ExecutionsRepository, type KeptExecution } from './executions.repository.js';
import { newExecution, owedEvent } from './new-execution.js';
import { ReachableExecutions } from './reachable-executions.js';
import { requestHash } from './request-hash.js';
import { executeAtOf } from './schedules/execute-at.js';
import { newSchedule } from './schedules/new-schedule.js';
import { SchedulesRepository } from './schedules/schedules.repository.js';
import type { ExecutionRow } from './tables.js';

type Known = ActiveDefinition<'campaign'> | undefined;

/** Whose call it is: a campaign that is not in reach is as one that is not there. */
type Reach = Pick<Caller, 'sandbox' | 'heldLabels'>;

/** Accepts calls: each is kept, with the event that starts it, before it is answered. */
@Injectable()
export class Executions {
  constructor(
    private readonly definitions: Definitions,
    private readonly executions: ExecutionsRepository,
    private readonly reachable: ReachableExecutions,
    private readonly schedules: SchedulesRepository,
  ) {}

  /**
   * The same `requestId` for the same campaign runs once: a repeat gets the first one's execution, also when the campaign
   * would not take it any more. A call without one is always new. One that is to run later is kept with its schedule.
   * @throws Problem when the call may not run, or the `requestId` was used with another body.
   */
  async accept(call: Call, caller: Caller, traceparent: string): Promise<KeptExecution> {
    const { sandbox, keyId } = caller;
    const hash = requestHash(call);
    const kept = await this.accepted(call, caller, new Date()).then(
      ({ call: running, campaign: { version, body } }) => {
        const row = newExecution(running, {
          ...{ sandbox, campaign_version: version, body_hash: hash, accepted_by: keyId },
          purpose: running.body.dryRun ? 'dry-run' : null,
        });
        return this.keep(row, running, body, traceparent);
      },
      (refusal: unknown) => this.keptBefore(call, caller, refusal),
    );
    if (kept.execution.body_hash !== hash) {
      const detail = `requestId ${kept.execution.request_id} was used before with another body.`;
      throw new Problem(422, 'RequestIdReused', detail, { additionalContext: namedBy(call) });
    }
    return kept;
  }

  private async keep(row: ExecutionRow, call: Call, campaign: Campaign, traceparent: string): Promise<KeptExecution> {
    const executeAt = executeAtOf(call);
    if (call.kind === 'unitary' || !executeAt) {
      return this.executions.keep(row, owedEvent(row, call, campaign, traceparent));
    }
    const { execution, schedule } = newSchedule(row, call.body, executeAt, traceparent);
    return this.schedules.keep(execution, schedule);
  }

  /** @throws what the call is refused with, where it is no repeat of one that was kept. */
  private async keptBefore({ body }: Call, caller: Caller, refusal: unknown): Promise<KeptExecution> {
    const { campaignId, requestId } = body;
    if (!(refusal instanceof Problem) || requestId === undefined) throw refusal;
    const execution = await this.reachable.ofRequest(campaignId, requestId, caller);
    if (!execution) throw refusal;
    return { execution, isNew: false };
  }

  /**
   * A call that was made after an activation was answered is judged by that: whoever would be refused by what the copy
   * has is refused by what the manager has.
   * @returns the campaign as the call runs it.
   * @throws Problem when it may not run.
   */
  async accepted(call: Call, { sandbox, heldLabels }: Reach, now: Date): Promise<Accepted> {
    const { campaignId } = call.body;
    const known = reachable(await this.definitions.known('campaign', campaignId), heldLabels);
    try {
      return accept(call, sandbox, known, now);
    } catch (refusal) {
      if (known && known.state !== 'live') throw refusal; // for ever
      const newest = reachable(await this.newest(campaignId, known), heldLabels);
      if (newest?.version === known?.version && newest?.state === known?.state) throw refusal;
      return accept(call, sandbox, newest, now);
    }
  }

  /** While the manager is away, what is known counts. */
  private async newest(campaignId: string, known: Known): Promise<Known> {
    try {
      return await this.definitions.newest('campaign', campaignId);
    } catch (error) {
      if (known && error instanceof ServiceUnavailable) return known;
      throw error;
    }
  }
}

/** A campaign with labels that the caller lacks is as one that is not there. */
function reachable(campaign: Known, held: HeldLabels): Known {
  return lackingLabels(campaign?.body.labels, held).length === 0 ? campaign : undefined;
}
