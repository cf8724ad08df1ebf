import { faultOf, type EventDefinition } from '@clarion/contracts';
import { newTraceparent } from '@clarion/observability';
import type { OutgoingEvent, Received, ReceivedFromAnyone } from './events.js';

/** A Kafka record, as far as an event needs it. */
export interface RawRecord {
  offset: string;
  key: string;
  value: Buffer | null;
  headers: Record<string, string>;
}

/** The CloudEvents `source` of what a service of ours publishes. */
export function sourceOf(service: string): string {
  return `/clarion/${service}`;
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
      ...event.headers,
    },
    value: event.json ?? JSON.stringify(event.data),
  };
}

/**
 * Reads a record, in binary or in structured mode, as the event that `definition` describes, or says what is wrong with
 * it. What anyone may publish has any JSON as its data, and is handed over as it came beside (`ReceivedFromAnyone`).
 */
export function decode(
  record: RawRecord,
  definition: EventDefinition,
  place: { topic: string; partition: number },
): Received<unknown> | { fault: string } {
  const { headers, key, value, offset } = record;
  const read = isStructured(headers) ? readStructured(value) : readBinary(record);
  if ('fault' in read) return read;
  const { attribute, data } = read;
  const [id, source, type] = [attribute('id'), attribute('source'), attribute('type')];
  if (attribute('specversion') !== '1.0' || !id || !source) return { fault: 'not a CloudEvent 1.0' };
  if (type !== definition.type) return { fault: `of type ${String(type)}, expected ${definition.type}` };
  if (data === undefined || !value) return { fault: 'its data is not JSON' };
  const traceparent = headers['traceparent'] ?? attribute('traceparent') ?? newTraceparent();
  const received = { id, source, key, data, traceparent, offset, ...place };
  if (definition.isFromAnyone) {
    const asItCame: ReceivedFromAnyone = { ...received, attribute, headers, value };
    return asItCame;
  }
  const fault = faultOf(definition, data);
  return fault ? { fault: `its data does not fit the schema: ${fault}` } : received;
}

/** A CloudEvent before it is known which one; `data` is undefined where it has none, or none in JSON. */
interface ReadEvent {
  attribute: (name: string) => string | undefined;
  data: unknown;
}

/** Kafka binding of CloudEvents 1.0, section 3: the content type tells the mode. */
function isStructured(headers: Record<string, string>): boolean {
  return /^application\/cloudevents\+json\b/i.test(headers['content-type'] ?? '');
}

function readBinary({ headers, value }: RawRecord): ReadEvent {
  return { attribute: (name) => headers[`ce_${name}`], data: parse(value) };
}

/** JSON format of CloudEvents 1.0: attributes are members beside `data`. */
function readStructured(value: Buffer | null): ReadEvent | { fault: string } {
  const envelope = parse(value);
  if (typeof envelope !== 'object' || envelope === null) return { fault: 'not a CloudEvent in JSON' };
  const members = new Map<string, unknown>(Object.entries(envelope));
  return {
    attribute: (name) => {
      const member = members.get(name);
      return typeof member === 'string' ? member : undefined;
    },
    data: members.get('data'),
  };
}

function parse(value: Buffer | null): unknown {
  if (!value) return undefined;
  try {
    return JSON.parse(value.toString('utf8'));
  } catch {
    return undefined;
  }
}
