import type { ReceivedFromAnyone } from '@clarion/messaging';
import { depthProblemOf, Problem } from '@clarion/service';
import { scan } from 'secure-json-parse';
import type { Call } from '../call.js';
import { kindOf, wellFormedCall } from '../well-formed-call.js';
import { requestIdOf } from './event-identity.js';

/** What HTTP takes, too. */
const largestBytes = 1024 * 1024;

/**
 * The call that an event asks for: its data is the body that HTTP would get, and is held against the same rules. With
 * `recipients` it is a unitary execution, else one for an audience. Without a `requestId` the event itself stands for one.
 * @throws Problem that HTTP would have answered with
 */
export async function requestedCall(event: ReceivedFromAnyone): Promise<Call> {
  const { data, value } = event;
  const problem = sizeProblemOf(value) ?? depthProblemOf(value) ?? prototypeProblemOf(data);
  if (problem) throw problem;
  const body = isObject(data)
    ? { ...data, requestId: data['requestId'] === undefined ? requestIdOf(event) : data['requestId'] }
    : data;
  return wellFormedCall(kindOf(body), { body, isPartial: false });
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function sizeProblemOf({ length }: Buffer): Problem | undefined {
  if (length <= largestBytes) return undefined;
  return new Problem(413, 'BodyTooLarge', `The event has ${length} bytes; at most ${largestBytes} are taken.`);
}

/** Fastify's parser refuses these names. */
function prototypeProblemOf(data: unknown): Problem | undefined {
  if (typeof data !== 'object' || data === null) return undefined;
  try {
    scan(data, { protoAction: 'error', constructorAction: 'error' });
    return undefined;
  } catch {
    return new Problem(400, 'MalformedJson', 'The body has a member that reaches for a prototype.');
  }
}
