import type { Category } from '@clarion/contracts';
import { LOGGER, traceIdOf, type Logger } from '@clarion/observability';
import { Inject, Injectable, type OnModuleDestroy } from '@nestjs/common';
import type { DeliveryOrder } from './delivery.js';
import { DISPATCH_SETTINGS, type DispatchSettings } from './dispatch-settings.js';
import { HeldLeases } from './held-leases.js';
import { MAIL_PROVIDER, type Handover, type MailProvider, type Word } from './mail-provider.js';
import type { Prepared, Unsaid } from './prepare.js';
import { settle, type Begun, type Settled } from './settle.js';

/** Of the 10 s within which a service stops. */
const graceMs = 7_000;

/** A delivery that this process has begun, and what it says. */
export interface Attempt {
  begun: Begun;
  order: DeliveryOrder;
  prepared: Prepared | Unsaid;
}

/** An attempt whose provider takes its time. */
export interface Awaited {
  attempt: Attempt;
  /** What is to be recorded in the end. */
  settled: Promise<Settled>;
}

/** What became of an attempt; nothing where its lease ended before its body: it was not sent. */
export type Made = Settled | Awaited | undefined;

export function isSettled(made: Made): made is Settled {
  return made !== undefined && 'result' in made;
}

export function isAwaited(made: Made): made is Awaited {
  return made !== undefined && !isSettled(made);
}

/** Hands begun deliveries to their providers, and says what follows. */
@Injectable()
export class Attempts implements OnModuleDestroy {
  constructor(
    @Inject(MAIL_PROVIDER) private readonly provider: MailProvider,
    private readonly leases: HeldLeases,
    @Inject(DISPATCH_SETTINGS) private readonly settings: DispatchSettings,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  /** What is under way when the service stops may end; what a provider does not answer in time is given up. */
  onModuleDestroy(): void {
    setTimeout(() => {
      this.provider.close();
    }, graceMs).unref();
  }

  async make(attempt: Attempt, category: Category): Promise<Made> {
    const { begun, prepared } = attempt;
    const handover = 'state' in prepared ? prepared : await this.handOver(begun, prepared, category);
    if ('state' in handover) return this.settle(attempt, handover, category);
    switch (handover.kind) {
      case 'lapsed':
        this.logger.warn(fieldsOf(attempt), 'delivery dropped: its lease had ended before its body was sent');
        return undefined;
      case 'awaited':
        this.logger.warn(fieldsOf(attempt), 'delivery handed over: its provider takes its time');
        return { attempt, settled: handover.word.then((word) => this.settle(attempt, word, category)) };
      default:
        return this.settle(attempt, handover, category);
    }
  }

  private settle(attempt: Attempt, word: Word | Unsaid, category: Category): Settled {
    const schedule = this.settings.schedules[category];
    const settled = settle(attempt.begun, word, { category, schedule, random: Math.random(), at: new Date() });
    const { result, dueInMs } = settled;
    const fields = fieldsOf(attempt);
    if (result.state === 'sent' || result.state === 'rendered') this.logger.debug(fields, `delivery ${result.state}`);
    else this.logger.warn({ ...fields, reason: result.reason, dueInMs }, `delivery ${result.state}`);
    return settled;
  }

  private async handOver({ deliveryId }: Begun, { mail, provider }: Prepared, category: Category): Promise<Handover> {
    return this.provider.send(mail, provider, category, () => this.leases.isLiving(deliveryId));
  }
}

function fieldsOf({ begun: { deliveryId, attempt }, order }: Attempt) {
  const { executionId, traceparent } = order.delivery;
  return { executionId, deliveryId, traceId: traceIdOf(traceparent), attempt };
}
