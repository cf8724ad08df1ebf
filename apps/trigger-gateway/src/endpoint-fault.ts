import type { Campaign } from '@clarion/contracts';
import type { Call } from './call.js';
import { endpointOf, type Endpoint } from './endpoint.js';

/** Why a call does not trigger its campaign, with the endpoint that does. */
export interface EndpointFault {
  code: 'WrongCategory' | 'WrongEndpoint';
  detail: string;
}

const uses: Record<Endpoint, string> = {
  unitary: 'name its recipients in POST /ajo/im/executions/unitary',
  highthroughput: 'name its recipients in POST /ajo/im/executions/highthroughput',
  audience: 'trigger it for its audience by POST /ajo/im/executions/audience',
};

/** `undefined` where the call came to the campaign's endpoint, or came by none and is for what the campaign is for. */
export function endpointFaultOf(call: Call, campaign: Campaign): EndpointFault | undefined {
  const right = endpointOf(campaign);
  const isForAudience = call.kind === 'audience';
  if (isForAudience !== (right === 'audience')) {
    return { code: 'WrongCategory', detail: `The campaign is ${campaign.category}: ${uses[right]}.` };
  }
  const isInMode = right === 'highthroughput';
  if (isForAudience || (call.isHighThroughput ?? isInMode) === isInMode) return undefined;
  const mode = isInMode ? 'is' : 'is not';
  return { code: 'WrongEndpoint', detail: `The campaign ${mode} in high-throughput mode: ${uses[right]}.` };
}
