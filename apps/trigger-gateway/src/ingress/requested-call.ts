import type { ReceivedFromAnyone } from '@clarion/messaging';
import { Problem, readJson } from '@clarion/service';
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
  requireSize(value);
  readJson(value);
  const body = isObject(data)
    ? { ...data, requestId: data['requestId'] === undefined ? requestIdOf(event) : data['requestId'] }
    : data;
  return wellFormedCall(kindOf(body), { body, isPartial: false });
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function requireSize({ length }: Buffer): void {
  if (length <= largestBytes) return;
  throw new Problem(413, 'BodyTooLarge', `The event has ${length} bytes; at most ${largestBytes} are taken.`);
}
