import type { EventData, EventDefinition } from '@clarion/contracts';

/** An event to be published. `id` must be the same at every repetition of the same fact. */
export interface OutgoingEvent {
  topic: string;
  /** CloudEvents `id`. */
  id: string;
  /** Events of one key keep their order. */
  key: string;
  data: unknown;
  /** The data as JSON, where that is at hand. */
  json?: string;
  /** W3C trace context of whatever caused the event. */
  traceparent: string;
  /** Beside those that every event has: extension attributes (`ce_…`), or what is no attribute. */
  headers?: Readonly<Record<string, string>>;
}

/** An event as a handler receives it. */
export interface Received<Data> {
  id: string;
  source: string;
  key: string;
  data: Data;
  traceparent: string;
  topic: string;
  partition: number;
  /** Kafka's offset, a decimal number beyond what a `number` holds exactly. */
  offset: string;
}

/**
 * An event that anyone may publish: nobody has looked at its data yet. Only `id`, `source` and `type` are sure to be there,
 * none of them empty.
 */
export interface ReceivedFromAnyone extends Received<unknown> {
  /** A CloudEvents attribute by its name, also an extension; `undefined` where the event has none, or it is no text. */
  attribute: (name: string) => string | undefined;
  /** Those of the record, as they came. */
  headers: Readonly<Record<string, string>>;
  /** That of the record, as it came: the data, or in structured mode the whole event. */
  value: Buffer;
}

/** The data of a received event of the catalogue. */
export type ReceivedEvent<Definition extends EventDefinition> = Received<EventData<Definition>>;

/** Makes an event of the catalogue; the compiler checks its data. */
export function event<Definition extends EventDefinition>(
  definition: Definition,
  content: { id: string; key: string; data: EventData<Definition>; traceparent: string },
): OutgoingEvent {
  return { topic: definition.type, ...content };
}
