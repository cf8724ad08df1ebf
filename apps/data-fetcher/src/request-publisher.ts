import { events } from '@clarion/contracts';
import { sourceOf, type OutgoingEvent, type Publisher } from '@clarion/messaging';
import type { OwedEvent, PublishesEvents } from '@clarion/persistence';
import { eventKeyHeader, eventSignature, eventSignatureHeader, hashSecret, productKeyId } from '@clarion/security';
import type { OwedRequest } from './branch.js';

/**
 * Publishes what the outbox owes. A request for an execution gets its sandbox as an attribute, and the product's signature, so
 * that the gateway takes it also where it takes signed ones only.
 */
export class RequestPublisher implements PublishesEvents {
  private readonly secretHash: string;

  constructor(
    private readonly publisher: Publisher,
    private readonly service: string,
    serviceToken: string,
  ) {
    this.secretHash = hashSecret(serviceToken);
  }

  async publish(owed: readonly OwedEvent[]): Promise<void> {
    const isRequest = ({ topic }: OwedEvent) => topic === events.executionRequested.type;
    await this.publisher.publish(owed.map((event) => (isRequest(event) ? this.signed(event) : event)));
  }

  private signed(event: OwedEvent): OutgoingEvent {
    const { sandbox, body } = event.data as OwedRequest;
    const signed = { source: sourceOf(this.service), id: event.id, sandbox, value: JSON.stringify(body) };
    const headers = {
      ce_sandbox: sandbox,
      [eventKeyHeader]: productKeyId,
      [eventSignatureHeader]: eventSignature(this.secretHash, signed, new Date()),
    };
    return { ...event, data: body, headers };
  }
}
