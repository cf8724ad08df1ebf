import { events } from '@clarion/contracts';
import { done, reject, type Outcome, type ReceivedEvent } from '@clarion/messaging';
import { Controller } from '@nestjs/common';
import { EventPattern } from '@nestjs/microservices';
import { wishOf, type ConsentWish } from './consent-wish.js';
import { ConsentsRepository } from './consents.repository.js';

type EngagementTracked = ReceivedEvent<typeof events.engagementTracked>;

/** Turns what recipients say into consent. */
@Controller()
export class OnEngagementTracked {
  constructor(private readonly consents: ConsentsRepository) {}

  @EventPattern(events.engagementTracked.type)
  async handle(batch: EngagementTracked[]): Promise<Outcome[]> {
    const wishes = batch.map(wishOf);
    await this.consents.keep(wishes.filter((wish): wish is ConsentWish => typeof wish !== 'string'));
    return wishes.map((wish) => (typeof wish === 'string' ? reject(wish) : done));
  }
}
