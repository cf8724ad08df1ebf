import { phaseOf } from '@clarion/contracts';
import type { ActiveDefinition } from '@clarion/definitions';
import { invalidRequest, Problem } from '@clarion/service';
import type { Call } from './call.js';
import { faultsOf } from './call-faults.js';
import { contextFaultsOf } from './context-faults.js';
import { endpointFaultOf } from './endpoint-fault.js';

const largestContextBytes = 200 * 1024;

/**
 * Whether a well-formed call may run: its campaign is live in the caller's sandbox, now is within its schedule, it is
 * one that the endpoint triggers (`endpoint.ts`), the call fits the campaign (`call-faults.ts`), and its context is at most 200 KB and
 * fits the campaign's schema.
 * @returns the campaign as it will run.
 * @throws Problem, the answer to the caller, when it may not.
 */
export function accept(
  call: Call,
  sandbox: string,
  campaign: ActiveDefinition<'campaign'> | undefined,
  now: Date,
): ActiveDefinition<'campaign'> {
  const { campaignId } = call.body;
  const additionalContext = namedBy(call);
  if (campaign?.sandbox !== sandbox) {
    const detail = `No campaign ${campaignId} was ever activated in sandbox ${sandbox}.`;
    throw new Problem(404, 'CampaignNotFound', detail, { additionalContext });
  }
  if (campaign.state !== 'live') {
    throw new Problem(409, 'CampaignNotLive', `The campaign is ${campaign.state}.`, { additionalContext });
  }
  const { schedule = {} } = campaign.body;
  const phase = phaseOf(schedule, now);
  if (phase !== 'within') {
    const detail =
      phase === 'before' ? `It takes calls from ${schedule.startAt} on.` : `It took calls until ${schedule.endAt}.`;
    throw new Problem(409, 'CampaignNotInWindow', detail, { additionalContext: { ...additionalContext, ...schedule } });
  }
  const endpointFault = endpointFaultOf(call, campaign.body);
  if (endpointFault) throw new Problem(409, endpointFault.code, endpointFault.detail, { additionalContext });
  const errors = faultsOf(call, campaign.body);
  if (errors.length > 0) throw invalidRequest(errors, additionalContext);
  const contextBytes = contextBytesOf(call);
  if (contextBytes > largestContextBytes) {
    const detail = `The context has ${contextBytes} bytes; at most ${largestContextBytes} are taken.`;
    throw new Problem(413, 'ContextTooLarge', detail, { additionalContext });
  }
  const contextFaults = contextFaultsOf(call, campaign.body);
  if (contextFaults.length > 0) {
    const detail = 'The context is not what the campaign needs.';
    throw new Problem(422, 'ContextInvalid', detail, { errors: contextFaults, additionalContext });
  }
  return campaign;
}

/** What a problem says of the call that it is about (A.3.2). */
export function namedBy({ body: { requestId, campaignId } }: Call): Record<string, string> {
  return { ...(requestId !== undefined && { requestId }), campaignId };
}

function contextBytesOf(call: Call): number {
  const contexts = call.kind === 'unitary' ? call.body.recipients.map(({ context }) => context) : [call.body.context];
  return contexts.reduce((sum, context) => sum + (context ? Buffer.byteLength(JSON.stringify(context)) : 0), 0);
}
