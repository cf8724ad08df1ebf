import type { Category } from '@clarion/contracts';
import { LOGGER, traceIdOf, type Logger } from '@clarion/observability';
import { Inject, Injectable, type OnModuleDestroy } from '@nestjs/common';
import type { DeliveryOrder, Failed } from './delivery.js';
import { DISPATCH_SETTINGS, type DispatchSettings } from './dispatch-settings.js';
import { HeldLeases } from './held-leases.js';
import { MAIL_PROVIDER, type Handover, type MailProvider } from './mail-provider.js';
import type { Prepared } from './prepare.js';
import { settle, type Begun, type Settled } from './settle.js';

/** Of the 10 s within which a service stops. */
const graceMs = 7_000;

/** A delivery that this process has begun, and what it says. */
export interface Attempt {
  begun: Begun;
  order: DeliveryOrder;
  prepared: Prepared | Failed;
}

/** Hands begun deliveries to their providers, all at once, and says what follows. */
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

  /** What is to be recorded. A delivery whose lease ended before its body is not among it: it was not sent. */
  async make(attempts: readonly Attempt[], category: Category): Promise<Settled[]> {
    const settled = await Promise.all(attempts.map((attempt) => this.makeOne(attempt, category)));
    return settled.filter((one) => one !== undefined);
  }

  private async makeOne({ begun, order, prepared }: Attempt, category: Category): Promise<Settled | undefined> {
    const handover = 'state' in prepared ? prepared : await this.handOver(begun, prepared, category);
    const { executionId, deliveryId, traceparent } = order.delivery;
    const fields = { executionId, deliveryId, traceId: traceIdOf(traceparent), attempt: begun.attempt };
    if ('kind' in handover && handover.kind === 'lapsed') {
      this.logger.warn(fields, 'delivery dropped: its lease had ended before its body was sent');
      return undefined;
    }
    const schedule = this.settings.schedules[category];
    const settled = settle(begun, handover, { category, schedule, random: Math.random(), at: new Date() });
    const { result, dueInMs } = settled;
    if (result.state === 'sent') this.logger.info(fields, 'delivery sent');
    else this.logger.warn({ ...fields, reason: result.reason, dueInMs }, `delivery ${result.state}`);
    return settled;
  }

  private async handOver({ deliveryId }: Begun, { mail, provider }: Prepared, category: Category): Promise<Handover> {
    return this.provider.send(mail, provider, category, () => this.leases.isLiving(deliveryId));
  }
}
