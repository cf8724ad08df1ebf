import { Stretch, type Category } from '@clarion/contracts';
import { Injectable, type OnModuleDestroy } from '@nestjs/common';
import { Attempts, isAwaited, isSettled, type Attempt, type Made } from './attempts.js';
import type { Exclusion } from './deliveries.repository.js';
import type { Content, Delivery, DeliveryOrder, Failed } from './delivery.js';
import { LateWords } from './late-words.js';
import { Ledger, type End } from './ledger.js';
import { prepare, type Prepared, type Unsaid } from './prepare.js';
import { reportsOf, type Reported } from './reports-of.js';
import { SendingSlots } from './sending-slots.js';
import type { Begun, Settled, Standing } from './settle.js';

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

interface MadeAttempt {
  attempt: Attempt;
  made: Made;
}

/** Attempts that are over for now, and those of them that are to be reported, once they are recorded. */
interface Making {
  made: Made[];
  recording: Promise<Settled[][]>;
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
    const since = performance.now();
    const windows: Promise<Sent>[] = [];
    const failures: unknown[] = [];
    try {
      for (let next = 0; next < outgoing.length;) {
        // Before there is a place for them: so nothing waits for the rendering, and a surprise comes before the beginning.
        const window = outgoing.slice(next, next + this.slots.quarter);
        const prepared = await prepareAll(window);
        const count = await this.slots.take(category, window.length, since);
        if (this.isStopping || failures.length > 0) {
          this.slots.give(category, count);
          break;
        }
        const sending = this.sendWindow(window, prepared, category, () => {
          this.slots.give(category, count);
        });
        sending.catch((error: unknown) => failures.push(error));
        windows.push(sending);
        next += count;
      }
    } catch (error) {
      failures.push(error);
    }
    // What was begun is ended, whatever happened to another window.
    const sent = await Promise.allSettled(windows);
    if (failures.length > 0) throw failures[0];
    const all = sent.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
    return { reported: all.flatMap((one) => one.reported), kept: all.flatMap((one) => one.kept) };
  }

  /** @param makeRoom others may begin: all that is to be recorded is recorded before them, or with them. */
  private async sendWindow(
    window: readonly Outgoing[],
    prepared: ReadonlyMap<string, Prepared | Unsaid>,
    category: Category,
    makeRoom: () => void,
  ): Promise<Sent> {
    const orders = new Map(window.map(({ delivery, chunk }) => [delivery.deliveryId, { delivery, chunk }]));
    return this.ledger.holding([...orders.keys()], async (free, keptBefore) => {
      const wanted = window.flatMap(({ delivery }) => (free.has(delivery.deliveryId) ? [delivery] : []));
      const { standing, kept, recording } = await this.attempt(wanted, orders, prepared, category).finally(makeRoom);
      const recorded = (await recording).flat();
      return { reported: [...recorded, ...standing].flatMap(reportsOf), kept: [...keptBefore, ...kept] };
    });
  }

  /** Begins and sends. Whatever was sent is on its way to be recorded, and what becomes of that is in the answer. */
  private async attempt(
    wanted: readonly Delivery[],
    orders: ReadonlyMap<string, DeliveryOrder>,
    prepared: ReadonlyMap<string, Prepared | Unsaid>,
    category: Category,
  ): Promise<{ standing: Standing[]; kept: string[]; recording: Promise<Settled[][]> }> {
    const { begun, standing, kept } = await this.ledger.begin(wanted, category, exclusionsOf(wanted, prepared));
    const attempts = attemptsOf(begun, orders, prepared);
    const { made, recording } = await this.makeAll(attempts, category);
    const keptNow = await this.lateWords.keep(made.filter(isAwaited), category);
    return { standing, kept: [...kept, ...keptNow], recording };
  }

  /**
   * Marketing is recorded by the window; a transactional delivery in doubt is sent again, so it is recorded as soon as it
   * has ended.
   */
  private async makeAll(attempts: readonly Attempt[], category: Category): Promise<Making> {
    const making = attempts.map(async (attempt) => ({ attempt, made: await this.attempts.make(attempt, category) }));
    const groups = category === 'marketing' ? [making] : making.map((one) => [one]);
    const recordings = await Promise.all(groups.map((group) => this.record(Promise.all(group))));
    const made = (await Promise.all(making)).map((one) => one.made);
    return { made, recording: Promise.all(recordings.map(({ recording }) => recording)) };
  }

  /** Resolves when they are on their way to be recorded. */
  private async record(making: Promise<MadeAttempt[]>): Promise<{ recording: Promise<Settled[]> }> {
    const recording = this.ledger.record((await making).flatMap(endsOf));
    recording.catch(() => undefined); // Whoever awaits it hears of it.
    return { recording };
  }
}

function endsOf({ attempt: { order }, made }: MadeAttempt): End[] {
  return isSettled(made) ? [{ settled: made, order }] : [];
}

/** Rendering a whole window at once would let nobody else have a turn. */
async function prepareAll(window: readonly Outgoing[]): Promise<Map<string, Prepared | Unsaid>> {
  const prepared = new Map<string, Prepared | Unsaid>();
  const stretch = new Stretch();
  for (const { delivery, content } of window) {
    prepared.set(delivery.deliveryId, prepare(delivery, content));
    if (stretch.isLong()) await stretch.pause();
  }
  return prepared;
}

function exclusionsOf(wanted: readonly Delivery[], prepared: ReadonlyMap<string, Prepared | Unsaid>): Exclusion[] {
  return wanted.flatMap((delivery) => {
    const content = prepared.get(delivery.deliveryId);
    return content && 'state' in content && content.state === 'excluded' ? [{ delivery, excluded: content }] : [];
  });
}

function attemptsOf(
  begun: readonly Begun[],
  orders: ReadonlyMap<string, DeliveryOrder>,
  prepared: ReadonlyMap<string, Prepared | Unsaid>,
): Attempt[] {
  return begun.flatMap((one) => {
    const order = orders.get(one.deliveryId);
    const content = prepared.get(one.deliveryId);
    return order && content ? [{ begun: one, order, prepared: content }] : [];
  });
}
