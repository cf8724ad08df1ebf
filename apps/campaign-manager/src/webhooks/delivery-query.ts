import { Problem } from '@clarion/service';
import { Type } from '@sinclair/typebox';
import { oneOf } from '../answer-fields.js';

/** Where a delivery to a webhook stands. */
export const deliveryStates = ['pending', 'delivered', 'failed'] as const;

/** The parameters of the list of deliveries. */
export const deliveryParameters = {
  state: Type.Optional(oneOf(deliveryStates)),
  limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 100, default: 50 })),
  after: Type.Optional(Type.String({ format: 'uuid', description: 'The `next` of an earlier page.' })),
};

const states: readonly string[] = deliveryStates;

/**
 * Which deliveries of a webhook are wanted, as feedback is asked: 50 unless told.
 * @throws Problem `InvalidRequest`
 */
export function deliveryQueryOf(query: Record<string, unknown>): Record<string, string> {
  const { state, after, limit = '50', ...more } = query;
  const [unknown] = Object.keys(more);
  if (unknown !== undefined) throw invalid(`The list has no parameter ${unknown}; it has state, after, limit.`);
  if (typeof limit !== 'string' || !/^[1-9]\d{0,2}$/.test(limit) || Number(limit) > 100) {
    throw invalid('limit must be a whole number from 1 to 100, given once.');
  }
  if (state !== undefined && !(typeof state === 'string' && states.includes(state))) {
    throw invalid(`state must be one of ${states.join(', ')}, given once.`);
  }
  if (after !== undefined && !isDeliveryId(after)) throw invalid('after must be the next of an earlier page.');
  return { limit, ...(typeof state === 'string' && { state }), ...(typeof after === 'string' && { after }) };
}

/** A UUIDv7: pages go by it. */
export function isDeliveryId(value: unknown): boolean {
  return typeof value === 'string' && /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}$/.test(value);
}

function invalid(detail: string): Problem {
  return new Problem(400, 'InvalidRequest', detail);
}
