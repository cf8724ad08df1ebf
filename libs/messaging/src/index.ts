export { connectEvents } from './connect-events.js';
export { event, type OutgoingEvent, type Received, type ReceivedEvent } from './events.js';
export { EventTransport, type EventTransportOptions } from './event-transport.js';
export { createTopics, KafkaPublisher, PUBLISHER, type KafkaSettings, type Publisher } from './kafka-client.js';
export { done, skip, type Outcome } from './outcome.js';
