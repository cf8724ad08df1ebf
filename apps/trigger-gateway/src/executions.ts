import { ServiceUnavailable } from '@clarion/contracts';
import { Definitions, type ActiveDefinition } from '@clarion/definitions';
import { Problem, type Caller } from '@clarion/service';
import { Injectable } from '@nestjs/common';
import { accept, namedBy } from './accept.js';
import { bodyHash } from './body-hash.js';
import type { Call } from './call.js';
import { ExecutionsRepository } from './executions.repository.js';
import { newExecution, owedEvent } from './new-execution.js';
import type { ExecutionRow } from './tables.js';

type Known = ActiveDefinition<'campaign'> | undefined;

/** Accepts calls: each is kept, with the event that starts it, before it is answered. */
@Injectable()
export class Executions {
  constructor(
    private readonly definitions: Definitions,
    private readonly executions: ExecutionsRepository,
  ) {}

  /**
   * The same `requestId` for the same campaign runs once: a repeat gets the first one's execution. A call without one
   * is always new.
   * @throws Problem when the call may not run, or the `requestId` was used with another body.
   */
  async accept(
    call: Call,
    { sandbox, keyId }: Caller,
    traceparent: string,
  ): Promise<{ execution: ExecutionRow; isNew: boolean }> {
    const { version, body } = await this.accepted(call, sandbox);
    const hash = bodyHash(call.body);
    const row = newExecution(call, body, { sandbox, campaign_version: version, body_hash: hash, accepted_by: keyId });
    const kept = await this.executions.keep(row, owedEvent(row, call, body, traceparent));
    if (kept.execution.body_hash !== hash) {
      const detail = `requestId ${kept.execution.request_id} was used before with another body.`;
      throw new Problem(422, 'RequestIdReused', detail, { additionalContext: namedBy(call) });
    }
    return kept;
  }

  /**
   * A call that was made after an activation was answered is judged by that: whoever would be refused by what the copy
   * has is refused by what the manager has.
   */
  private async accepted(call: Call, sandbox: string): Promise<ActiveDefinition<'campaign'>> {
    const { campaignId } = call.body;
    const now = new Date();
    const known = await this.definitions.known('campaign', campaignId);
    try {
      return accept(call, sandbox, known, now);
    } catch (refusal) {
      if (known && known.state !== 'live') throw refusal; // for ever
      const newest = await this.newest(campaignId, known);
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
