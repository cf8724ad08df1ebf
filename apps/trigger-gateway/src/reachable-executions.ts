import { Definitions } from '@clarion/definitions';
import { isPlainText, lackingLabels, Problem, type Caller } from '@clarion/service';
import { Injectable } from '@nestjs/common';
import { ExecutionsRepository } from './executions.repository.js';
import { holdsLabels } from './holds-labels.js';
import type { ExecutionRow } from './tables.js';

/**
 * Executions as callers find them: those of their sandbox, and of campaigns whose access labels they hold. Any other is as
 * one that is not there.
 */
@Injectable()
export class ReachableExecutions {
  constructor(
    private readonly executions: ExecutionsRepository,
    private readonly definitions: Definitions,
  ) {}

  /**
   * The execution of this id, and of this kind where one is named.
   * @throws Problem `ExecutionNotFound`
   */
  async byId(executionId: string, caller: Caller, kind?: ExecutionRow['kind']): Promise<ExecutionRow> {
    const found = isPlainText(executionId) ? await this.executions.read(executionId, caller.sandbox) : undefined;
    const execution = await this.reached(found, caller);
    if (execution && (kind === undefined || execution.kind === kind)) return execution;
    const what = kind === undefined ? 'execution' : `${kind} execution`;
    throw new Problem(404, 'ExecutionNotFound', `The sandbox has no ${what} ${executionId}.`);
  }

  /** What was kept for this request before; `undefined` where nothing was. */
  async ofRequest(campaignId: string, requestId: string, caller: Caller): Promise<ExecutionRow | undefined> {
    const identity = { sandbox: caller.sandbox, campaign_id: campaignId, request_id: requestId };
    return this.reached(await this.executions.findRequest(identity), caller);
  }

  private async reached(execution: ExecutionRow | undefined, caller: Caller): Promise<ExecutionRow | undefined> {
    if (!execution || !(await holdsLabels(caller, execution.campaign_id, this.definitions))) return undefined;
    return execution.purpose !== 'proof' || (await this.holdsProved(caller, execution)) ? execution : undefined;
  }

  /** A proof's version may have labels that none has that was live. */
  private async holdsProved({ heldLabels }: Caller, execution: ExecutionRow): Promise<boolean> {
    const { campaign_id: campaignId, campaign_version: version } = execution;
    const proved = await this.definitions.version('campaign', campaignId, version);
    return lackingLabels(proved?.labels, heldLabels).length === 0;
  }
}
