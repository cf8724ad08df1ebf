import { bodyFaults, invalidRequest, isPlainText, Problem } from '@clarion/service';
import { AudienceExecutionBody } from './audience-execution.body.js';
import type { Call, UnitaryCall } from './call.js';
import { leaveOut } from './leave-out.js';
import { UnitaryExecutionBody } from './unitary-execution.body.js';

/** What a caller sends. */
export interface SentRequest {
  body: unknown;
  /** The header `Idempotency-Key`. */
  idempotencyKey?: string;
  /** `?partial=true`: recipients that are not in order are left out, and the others get their message. */
  isPartial: boolean;
}

const longestRequestId = 255;

/**
 * The call that somebody sends. What its class does not name is ignored, as by Adobe.
 * @throws Problem (400) with a pointer for every fault
 */
export async function wellFormedCall(kind: Call['kind'], sent: SentRequest): Promise<Call> {
  if (kind === 'unitary') return wellFormedUnitaryCall(sent);
  return { kind, body: await valid(AudienceExecutionBody, withRequestId(sent)) };
}

/** The same of a call that names its recipients. */
export async function wellFormedUnitaryCall(sent: SentRequest): Promise<UnitaryCall> {
  const body = withRequestId(sent);
  return sent.isPartial ? partialCall(body) : { kind: 'unitary', body: await valid(UnitaryExecutionBody, body) };
}

/** A body that names recipients is a unitary one, any other is for an audience: where no path says it. */
export function kindOf(body: unknown): Call['kind'] {
  return isObject(body) && 'recipients' in body ? 'unitary' : 'audience';
}

/** `requestId` and `campaignId` as far as a body names them: what a problem says of it (A.3.2). */
export function namesIn(body: unknown): Record<string, string> {
  if (!isObject(body)) return {};
  const { requestId, campaignId } = body;
  return { ...(isName(requestId) && { requestId }), ...(isName(campaignId) && { campaignId }) };
}

/** The header stands for the `requestId` of a body that has none. */
function withRequestId({ body, idempotencyKey: key }: SentRequest): unknown {
  if (key === undefined || !isObject(body)) return body;
  if (key.length > longestRequestId || !isPlainText(key) || key.trim() === '') {
    const detail = `The header Idempotency-Key must have 1 to ${longestRequestId} characters, no control characters.`;
    throw new Problem(400, 'InvalidRequest', detail, { additionalContext: namesIn(body) });
  }
  const { requestId = key } = body;
  if (requestId === key) return { ...body, requestId };
  throw new Problem(400, 'IdempotencyKeyDiffers', 'The header Idempotency-Key is another one than the requestId.', {
    errors: [{ pointer: '/requestId', detail: 'must be the header Idempotency-Key, where both are given' }],
    additionalContext: namesIn(body),
  });
}

async function valid<Body extends object>(bodyClass: new () => Body, body: unknown): Promise<Body> {
  const faults = await bodyFaults(body, bodyClass, 'ignored');
  if (faults.length > 0) throw invalidRequest(faults, namesIn(body));
  return body as Body;
}

async function partialCall(body: unknown): Promise<UnitaryCall> {
  const faults = await bodyFaults(body, UnitaryExecutionBody, 'ignored');
  if (!isObject(body) || !Array.isArray(body['recipients'])) throw invalidRequest(faults, namesIn(body));
  const named: unknown[] = body['recipients'];
  const everyone = { indexes: [...named.keys()], refused: [] };
  const left = leaveOut(named, everyone, { code: 'InvalidRequest', faults });
  if ('faults' in left) throw invalidRequest(left.faults, namesIn(body));
  const { recipients, leftover } = left;
  const fitting = await valid(UnitaryExecutionBody, { ...body, recipients });
  return { kind: 'unitary', body: fitting, partial: { sent: body, ...leftover } };
}

function isName(value: unknown): value is string {
  return typeof value === 'string' && value.length <= longestRequestId;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
