import { waitFor } from '@clarion/testing';
import type { CallsInput, CallsOutput } from '../load/calls.js';
import type { SitePlace } from '../site.js';
import { runTask } from '../task.js';
import { readyTopic } from './ready-events.js';

/** As the issue of throughput asks. */
const connections = 64;
let runs = 0;

/** What differs from one load of calls to the next; for one profile each unless told. */
export type Calls = Pick<CallsInput, 'campaignId' | 'pace' | 'durationMs' | 'firstPerson' | 'people'> &
  Partial<Pick<CallsInput, 'isHighThroughput' | 'recipientsPerCall'>> & {
    /** The gateway's where it is not said. */
    port?: number;
  };

/** Makes calls from a process of their own. @throws Error where one was not answered 202 */
export async function makeCalls({ stack, directory, signal }: SitePlace, calls: Calls): Promise<CallsOutput> {
  const { headers, gatewayPort: port } = stack;
  runs += 1;
  const usual = { isHighThroughput: false, recipientsPerCall: 1 };
  const input: CallsInput = { port, headers, prefix: `r${runs}`, connections, ...usual, ...calls };
  const output = await runTask<CallsOutput>('load/main', input, directory, signal);
  const refused = Object.entries(output.refused);
  if (refused.length === 0) return output;
  throw new Error(`Calls were refused: ${refused.map(([status, count]) => `${count} with ${status}`).join(', ')}`);
}

/**
 * Resolves when the gateway takes calls for this campaign. It is tried with somebody without an address, whose execution has
 * come out of the gateway then.
 */
export async function untilLive(
  { stack, topics, signal }: SitePlace,
  campaignId: string,
  isHighThroughput = false,
): Promise<void> {
  const since = await topics.ends(readyTopic);
  const gateway = stack.client('trigger-gateway');
  const context = { link: 'https://shop.example/reset/first' };
  const [endpoint, nobody] = isHighThroughput
    ? ['highthroughput', { type: 'external', namespace: 'email', userId: 'nobody@bench.example' }]
    : ['unitary', { type: 'aep', namespace: 'crmId', userId: 'nobody' }];
  const recipients = [{ ...nobody, context }];
  const isTaken = async () => {
    await gateway.post(`/ajo/im/executions/${endpoint}`, { requestId: 'first', campaignId, recipients });
    return true;
  };
  await waitFor(isTaken, { what: 'the campaign to be live', timeoutMs: 30_000, signal });
  await topics.written(
    readyTopic,
    since,
    ({ at }) => at,
    (items) => items.length > 0,
    signal,
  );
}

/** Triggers a campaign for its audience. Resolves with the execution's id. */
export async function trigger({ stack }: SitePlace, campaignId: string): Promise<string> {
  runs += 1;
  const body = { requestId: `run-${runs}`, campaignId };
  const answer = await stack
    .client('trigger-gateway')
    .post<{ executionId: string }>('/ajo/im/executions/audience', body);
  return answer.data.executionId;
}
