import { events } from '@clarion/contracts';
import { done, reject, type Outcome, type ReceivedEvent } from '@clarion/messaging';
import { Controller } from '@nestjs/common';
import { EventPattern } from '@nestjs/microservices';
import { isWish, wishOf, type ConsentWish } from './consent-wish.js';
import { ConsentsRepository } from './consents.repository.js';

type EngagementTracked = ReceivedEvent<typeof events.engagementTracked>;

/** Turns what recipients say into consent; that they open and follow links says nothing of it. */
@Controller()
export class OnEngagementTracked {
  constructor(private readonly consents: ConsentsRepository) {}

  @EventPattern(events.engagementTracked.type)
  async handle(batch: EngagementTracked[]): Promise<Outcome[]> {
    const wishes = batch.map((event) => (isWish(event.data.kind) ? wishOf(event) : undefined));
    await this.consents.keep(wishes.filter((wish): wish is ConsentWish => typeof wish === 'object'));
    return wishes.map((wish) => (typeof wish === 'string' ? reject(wish) : done));
  }
}
