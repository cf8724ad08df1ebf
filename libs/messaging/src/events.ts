import type { EventData, EventDefinition } from '@clarion/contracts';

/** An event to be published. `id` must be the same at every repetition of the same fact. */
export interface OutgoingEvent {
  topic: string;
  /** CloudEvents `id`. */
  id: string;
  /** Events of one key keep their order. */
  key: string;
  data: unknown;
  /** W3C trace context of whatever caused the event. */
  traceparent: string;
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

/** The data of a received event of the catalogue. */
export type ReceivedEvent<Definition extends EventDefinition> = Received<EventData<Definition>>;

/** Makes an event of the catalogue; the compiler checks its data. */
export function event<Definition extends EventDefinition>(
  definition: Definition,
  content: { id: string; key: string; data: EventData<Definition>; traceparent: string },
): OutgoingEvent {
  return { topic: definition.type, ...content };
}
