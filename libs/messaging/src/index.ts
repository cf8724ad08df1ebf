export { sourceOf } from './cloud-event.js';
export { connectEvents } from './connect-events.js';
export { DeadLetterReader, type DeadLetterReaderOptions } from './dead-letter-reader.js';
export { event, type OutgoingEvent, type Received, type ReceivedEvent, type ReceivedFromAnyone } from './events.js';
export { EventTransport, type ConsumingOptions, type EventTransportOptions } from './event-transport.js';
export {
  KafkaPublisher,
  PUBLISHER,
  type KafkaCredentials,
  type KafkaSettings,
  type Publisher,
} from './kafka-client.js';
export { done, reject, retry, skip, type Outcome } from './outcome.js';
export { toReplay, type Cause, type DeadLetter, type Origin, type OutgoingRecord } from './set-aside.js';
export type { BatchBounds } from './slices.js';
export { createTopics } from './topics.js';
