import { Stretch, type Category } from '@clarion/contracts';
import { Injectable, type OnModuleDestroy } from '@nestjs/common';
import { Attempts, isAwaited, isSettled, type Attempt, type Made } from './attempts.js';
import type { Content, DeliveryOrder, Failed } from './delivery.js';
import { LateWords } from './late-words.js';
import { Ledger } from './ledger.js';
import { prepare, type Prepared } from './prepare.js';
import { reportsOf, type Reported } from './reports-of.js';
import { SendingSlots } from './sending-slots.js';
import type { Begun } from './settle.js';

/** A delivery with what it says. */
export interface Outgoing extends DeliveryOrder {
  content: Content | Failed;
}

/** What is known of deliveries now. One that is in neither is being sent by somebody else, or was not begun. */
export interface Sent {
  reported: Reported[];
  /** The ids of those that go on by themselves. */
  kept: string[];
}

/** Sends deliveries window by window, each begun and recorded in the ledger. */
@Injectable()
export class SendWindows implements OnModuleDestroy {
  private isStopping = false;

  constructor(
    private readonly ledger: Ledger,
    private readonly attempts: Attempts,
    private readonly lateWords: LateWords,
    private readonly slots: SendingSlots,
  ) {}

  /** No window begins any more; those that go on are ended. */
  onModuleDestroy(): void {
    this.isStopping = true;
  }

  /** What became of each of the deliveries, now or before. */
  async send(outgoing: readonly Outgoing[], category: Category): Promise<Sent> {
    const windows: Promise<Sent>[] = [];
    const failures: unknown[] = [];
    for (let next = 0; next < outgoing.length;) {
      const count = await this.slots.take(category, outgoing.length - next);
      if (this.isStopping || failures.length > 0) {
        this.slots.give(category, count);
        break;
      }
      const window = this.sendWindow(outgoing.slice(next, next + count), category)
        .catch((error: unknown) => {
          failures.push(error);
          return { reported: [], kept: [] };
        })
        .finally(() => {
          this.slots.give(category, count);
        });
      windows.push(window);
      next += count;
    }
    // What was begun is ended, whatever happened to another window.
    const sent = await Promise.all(windows);
    if (failures.length > 0) throw failures[0];
    return { reported: sent.flatMap((one) => one.reported), kept: sent.flatMap((one) => one.kept) };
  }

  private async sendWindow(window: readonly Outgoing[], category: Category): Promise<Sent> {
    // A surprise while rendering comes before anything is begun.
    const prepared = await prepareAll(window);
    const orders = new Map(window.map(({ delivery, chunk }) => [delivery.deliveryId, { delivery, chunk }]));
    return this.ledger.holding([...orders.keys()], async (free, keptBefore) => {
      const wanted = window.flatMap(({ delivery }) => (free.has(delivery.deliveryId) ? [delivery] : []));
      const { begun, standing, kept } = await this.ledger.begin(wanted, category);
      const attempts = attemptsOf(begun, orders, prepared);
      const made = await Promise.all(attempts.map((attempt) => this.makeAndRecord(attempt, category)));
      const keptNow = await this.lateWords.keep(made.filter(isAwaited), category);
      const reported = [...made.filter(isSettled), ...standing].flatMap(reportsOf);
      return { reported, kept: [...keptBefore, ...kept, ...keptNow] };
    });
  }

  /** What is to be reported, or is awaited. */
  private async makeAndRecord(attempt: Attempt, category: Category): Promise<Made> {
    const made = await this.attempts.make(attempt, category);
    if (!isSettled(made)) return made;
    return (await this.ledger.record(made, attempt.order, category)) ? made : undefined;
  }
}

/** Rendering a whole window at once would let nobody else have a turn. */
async function prepareAll(window: readonly Outgoing[]): Promise<Map<string, Prepared | Failed>> {
  const prepared = new Map<string, Prepared | Failed>();
  const stretch = new Stretch();
  for (const { delivery, content } of window) {
    prepared.set(delivery.deliveryId, prepare(delivery, content));
    if (stretch.isLong()) await stretch.pause();
  }
  return prepared;
}

function attemptsOf(
  begun: readonly Begun[],
  orders: ReadonlyMap<string, DeliveryOrder>,
  prepared: ReadonlyMap<string, Prepared | Failed>,
): Attempt[] {
  return begun.flatMap((one) => {
    const order = orders.get(one.deliveryId);
    const content = prepared.get(one.deliveryId);
    return order && content ? [{ begun: one, order, prepared: content }] : [];
  });
}
