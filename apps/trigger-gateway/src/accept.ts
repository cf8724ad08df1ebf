import { phaseOf, type Category } from '@clarion/contracts';
import type { ActiveDefinition } from '@clarion/definitions';
import { invalidRequest, Problem, type ProblemError } from '@clarion/service';
import type { Call } from './call.js';
import { faultsOf } from './call-faults.js';
import { contextFaultsOf } from './context-faults.js';
import { leaveOut } from './leave-out.js';
import { executeAtFaultsOf, runsAt } from './schedules/execute-at.js';

const largestContextBytes = 200 * 1024;

/** Which campaigns are triggered by which kind of call. */
const categories: Record<Call['kind'], Category> = { unitary: 'transactional', audience: 'marketing' };

const rightEndpoints: Record<Category, string> = {
  transactional: 'name its recipients in POST /ajo/im/executions/unitary',
  marketing: 'trigger it for its audience by POST /ajo/im/executions/audience',
};

/** A call that may run, with those of its recipients who are in order, and the campaign as it will run. */
export interface Accepted {
  call: Call;
  campaign: ActiveDefinition<'campaign'>;
}

/**
 * Whether a well-formed call may run: its campaign is live in the caller's sandbox, the moment at which it is to run is
 * within its schedule, it is of the endpoint's category, the call fits the campaign (`call-faults.ts`), and its
 * context is at most 200 KB and fits the campaign's schema. A partial one goes on without the recipients that do not.
 * @throws Problem, the answer to the caller, when it may not.
 */
export function accept(
  call: Call,
  sandbox: string,
  campaign: ActiveDefinition<'campaign'> | undefined,
  now: Date,
): Accepted {
  const running = runningOf(call, sandbox, campaign, now);
  const fitting = without(faultsOf(call, running.body), call, invalidRequest);
  const contextBytes = contextBytesOf(fitting);
  if (contextBytes > largestContextBytes) {
    const detail = `The context has ${contextBytes} bytes; at most ${largestContextBytes} are taken.`;
    throw new Problem(413, 'ContextTooLarge', detail, { additionalContext: namedBy(call) });
  }
  return { call: without(contextFaultsOf(fitting, running.body), fitting, contextInvalid), campaign: running };
}

function runningOf(
  call: Call,
  sandbox: string,
  campaign: ActiveDefinition<'campaign'> | undefined,
  now: Date,
): ActiveDefinition<'campaign'> {
  const { campaignId } = call.body;
  const additionalContext = namedBy(call);
  if (campaign?.sandbox !== sandbox) {
    const detail = `No campaign ${campaignId} that the key reaches was ever activated in sandbox ${sandbox}.`;
    throw new Problem(404, 'CampaignNotFound', detail, { additionalContext });
  }
  if (campaign.state !== 'live') {
    throw new Problem(409, 'CampaignNotLive', `The campaign is ${campaign.state}.`, { additionalContext });
  }
  const { category, schedule = {} } = campaign.body;
  const executeAtFaults = executeAtFaultsOf(call, now);
  if (executeAtFaults.length > 0) throw invalidRequest(executeAtFaults, additionalContext);
  const phase = phaseOf(schedule, runsAt(call, now));
  if (phase !== 'within') {
    const detail =
      phase === 'before' ? `It takes calls from ${schedule.startAt} on.` : `It took calls until ${schedule.endAt}.`;
    throw new Problem(409, 'CampaignNotInWindow', detail, { additionalContext: { ...additionalContext, ...schedule } });
  }
  if (category !== categories[call.kind]) {
    const detail = `The campaign is ${category}: ${rightEndpoints[category]}.`;
    throw new Problem(409, 'WrongCategory', detail, { additionalContext });
  }
  return campaign;
}

type ProblemOf = (errors: ProblemError[], additionalContext: Record<string, string>) => Problem;

/** The call without those recipients that the faults are about, where it is partial. */
function without(faults: ProblemError[], call: Call, problemOf: ProblemOf): Call {
  if (faults.length === 0) return call;
  const problem = problemOf(faults, namedBy(call));
  if (call.kind !== 'unitary' || !call.partial) throw problem;
  const left = leaveOut(call.body.recipients, call.partial, { code: problem.code, faults });
  if ('faults' in left) throw problemOf(left.faults, namedBy(call));
  const { recipients, leftover } = left;
  return { ...call, body: Object.assign({}, call.body, { recipients }), partial: { ...call.partial, ...leftover } };
}

function contextInvalid(errors: ProblemError[], additionalContext: Record<string, string>): Problem {
  const detail = 'The context is not what the campaign needs.';
  return new Problem(422, 'ContextInvalid', detail, { errors, additionalContext });
}

/** What a problem says of the call that it is about (A.3.2). */
export function namedBy({ body: { requestId, campaignId } }: Call): Record<string, string> {
  return { ...(requestId !== undefined && { requestId }), campaignId };
}

function contextBytesOf(call: Call): number {
  const contexts = call.kind === 'unitary' ? call.body.recipients.map(({ context }) => context) : [call.body.context];
  return contexts.reduce((sum, context) => sum + (context ? Buffer.byteLength(JSON.stringify(context)) : 0), 0);
}
