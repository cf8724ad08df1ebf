import { Definitions } from '@clarion/definitions';
import { Problem, type Caller } from '@clarion/service';
import { Injectable } from '@nestjs/common';
import { accept, namedBy } from './accept.js';
import { bodyHash } from './body-hash.js';
import type { Call } from './call.js';
import { ExecutionsRepository } from './executions.repository.js';
import { newExecution, owedEvent } from './new-execution.js';
import type { ExecutionRow } from './tables.js';

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
    const { version, body } = accept(call, sandbox, await this.definitions.active('campaign', call.body.campaignId));
    const hash = bodyHash(call.body);
    const row = newExecution(call, { sandbox, campaign_version: version, body_hash: hash, accepted_by: keyId });
    const kept = await this.executions.keep(row, owedEvent(row, call, body, traceparent));
    if (kept.execution.body_hash !== hash) {
      const detail = `requestId ${kept.execution.request_id} was used before with another body.`;
      throw new Problem(422, 'RequestIdReused', detail, { additionalContext: namedBy(call) });
    }
    return kept;
  }
}
