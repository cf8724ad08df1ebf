import { events } from '@clarion/contracts';
import { Definitions } from '@clarion/definitions';
import { event } from '@clarion/messaging';
import { Problem, type Caller } from '@clarion/service';
import { Injectable } from '@nestjs/common';
import { v7 as uuidv7 } from 'uuid';
import { accept } from './accept.js';
import { bodyHash } from './body-hash.js';
import { ExecutionsRepository } from './executions.repository.js';
import type { ExecutionRow } from './tables.js';
import type { UnitaryExecutionBody } from './unitary-execution.body.js';

/** Accepts unitary calls: each is kept, with the event that starts it, before it is answered. */
@Injectable()
export class UnitaryExecutions {
  constructor(
    private readonly definitions: Definitions,
    private readonly executions: ExecutionsRepository,
  ) {}

  /**
   * The same `requestId` for the same campaign runs once: a repeat gets the first one's execution.
   * @throws Problem when the call may not run, or the `requestId` was used with another body.
   */
  async accept(
    body: UnitaryExecutionBody,
    caller: Caller,
    traceparent: string,
  ): Promise<{ execution: ExecutionRow; isNew: boolean }> {
    const campaign = await this.definitions.active('campaign', body.campaignId);
    const version = accept(body, caller.sandbox, campaign);
    const hash = bodyHash(body);
    const row = rowOf(body, hash, caller, version);
    const kept = await this.executions.keep(row, readyEvent(row, body, traceparent));
    if (kept.execution.body_hash !== hash) {
      throw new Problem(422, 'RequestIdReused', `requestId ${body.requestId} was used before with another body.`, {
        additionalContext: { requestId: body.requestId, campaignId: body.campaignId },
      });
    }
    return kept;
  }
}

function rowOf(body: UnitaryExecutionBody, hash: string, caller: Caller, version: number): ExecutionRow {
  return {
    execution_id: `UMA-${uuidv7()}`,
    sandbox: caller.sandbox,
    campaign_id: body.campaignId,
    campaign_version: version,
    request_id: body.requestId,
    body_hash: hash,
    targeted: body.recipients.length,
    accepted_at: new Date(),
    accepted_by: caller.keyId,
  };
}

function readyEvent(row: ExecutionRow, { recipients }: UnitaryExecutionBody, traceparent: string) {
  return event(events.executionReady, {
    id: row.execution_id,
    key: row.execution_id,
    traceparent,
    data: {
      executionId: row.execution_id,
      sandbox: row.sandbox,
      campaignId: row.campaign_id,
      campaignVersion: row.campaign_version,
      acceptedAt: row.accepted_at.toISOString(),
      recipients,
    },
  });
}
