import { events, type Category } from '@clarion/contracts';
import { EventTransport, type EventTransportOptions } from '@clarion/messaging';

const requested = {
  transactional: events.transactionalDeliveriesRequested,
  marketing: events.marketingDeliveriesRequested,
} as const;

/** What brings the deliveries of one category. */
export interface DeliveryTransport {
  category: Category;
  transport: EventTransport;
}

/** A transport for each category, in a group of its own: neither waits for the other. */
export function deliveryTransports(
  categories: readonly Category[],
  options: Omit<EventTransportOptions, 'group' | 'events'>,
): DeliveryTransport[] {
  return categories.map((category) => ({
    category,
    transport: new EventTransport({
      ...options,
      group: `channel-dispatcher.${category}`,
      events: [requested[category]],
    }),
  }));
}
