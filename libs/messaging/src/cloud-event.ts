import { faultOf, type EventDefinition } from '@clarion/contracts';
import { newTraceparent } from '@clarion/observability';
import type { OutgoingEvent, Received } from './events.js';

/** A Kafka record, as far as an event needs it. */
export interface RawRecord {
  offset: string;
  key: string;
  value: Buffer | null;
  headers: Record<string, string>;
}

/** An event in the Kafka binding of CloudEvents 1.0, binary mode: attributes in `ce_` headers, data as JSON. */
export function encode(
  event: OutgoingEvent,
  source: string,
  now: Date,
): { headers: Record<string, string>; value: string } {
  return {
    headers: {
      ce_specversion: '1.0',
      ce_id: event.id,
      ce_source: source,
      ce_type: event.topic,
      ce_time: now.toISOString(),
      'content-type': 'application/json',
      traceparent: event.traceparent,
    },
    value: JSON.stringify(event.data),
  };
}

/** Reads a record back as the event that `definition` describes, or says what is wrong with it. */
export function decode(
  record: RawRecord,
  definition: EventDefinition,
  place: { topic: string; partition: number },
): Received<unknown> | { fault: string } {
  const { headers } = record;
  const { ce_id: id, ce_source: source, ce_type: type } = headers;
  if (headers['ce_specversion'] !== '1.0' || !id || !source) return { fault: 'not a CloudEvent 1.0 in binary mode' };
  if (type !== definition.type) return { fault: `of type ${String(type)}, expected ${definition.type}` };
  const data = parse(record.value);
  if (data === undefined) return { fault: 'its value is not JSON' };
  const fault = faultOf(definition, data);
  if (fault) return { fault: `its data does not fit the schema: ${fault}` };
  const traceparent = headers['traceparent'] ?? newTraceparent();
  return { id, source, key: record.key, data, traceparent, offset: record.offset, ...place };
}

function parse(value: Buffer | null): unknown {
  if (!value) return undefined;
  try {
    return JSON.parse(value.toString('utf8'));
  } catch {
    return undefined;
  }
}
