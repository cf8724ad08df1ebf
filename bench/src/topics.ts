import { waitFor } from '@clarion/testing';
import { randomUUID } from 'node:crypto';
import kafkajs from 'kafkajs';

/** An event as the bench looks at it. */
export interface ReadEvent {
  value: unknown;
  /** When its producer has made it, in ms since 1970. */
  at: number;
}

/** Where a topic ended at some moment, by partition. */
export type Ends = Map<number, bigint>;

/** Groups of the bench itself, which handle nothing. */
const ownGroups = 'bench-';
/** How long a topic must not have grown before it is read. */
const stillMs = 1_000;
/** How long nothing may be written before what is missing counts as lost: longer than an event waits for its next try. */
const patienceMs = 30_000;
/** How many events are written by one request. */
const portion = 2_000;

/** Looks at Kafka from outside: what topics hold, and whether all of it has been handled. */
export class Topics {
  private readonly kafka: kafkajs.Kafka;
  private readonly admin: kafkajs.Admin;

  private constructor(brokers: string[]) {
    this.kafka = new kafkajs.Kafka({ clientId: 'bench', brokers, logLevel: kafkajs.logLevel.NOTHING });
    this.admin = this.kafka.admin();
  }

  static async connect(brokers: string[]): Promise<Topics> {
    const topics = new Topics(brokers);
    await topics.admin.connect();
    return topics;
  }

  async disconnect(): Promise<void> {
    await this.admin.disconnect();
  }

  async ends(topic: string): Promise<Ends> {
    // Of one that was just made, the partitions may have no leader yet.
    const ask = () => this.admin.fetchTopicOffsets(topic);
    const offsets = await waitFor(ask, { what: `the ends of ${topic}`, timeoutMs: 30_000 });
    return new Map(offsets.map(({ partition, high }) => [partition, BigInt(high)]));
  }

  /**
   * Resolves with what was written since then, once `isWhole` says that it is all, or nothing more has come for a while.
   * Nothing is read while more is coming: that would slow down who writes it.
   */
  async written<Item>(
    topic: string,
    since: Ends,
    read: (event: ReadEvent) => Item,
    isWhole: (items: readonly Item[]) => boolean,
    signal: AbortSignal,
  ): Promise<Item[]> {
    const items: Item[] = [];
    const next = new Map(since);
    let last = { count: -1n, at: performance.now() };
    const look = async () => {
      const ends = await this.ends(topic);
      const count = [...ends.values()].reduce((sum, end) => sum + end, 0n);
      if (count !== last.count) last = { count, at: performance.now() };
      const quietMs = performance.now() - last.at;
      if (quietMs < stillMs) return undefined;
      items.push(...(await this.read(topic, next, ends, read)));
      return isWhole(items) || quietMs > patienceMs || undefined;
    };
    await waitFor(look, { what: `the events of ${topic}`, timeoutMs: 600_000, intervalMs: 250, signal });
    return items;
  }

  /** Writes as any client does. */
  async write(topic: string, messages: readonly kafkajs.Message[]): Promise<void> {
    const producer = this.kafka.producer();
    await producer.connect();
    try {
      for (let from = 0; from < messages.length; from += portion) {
        await producer.send({ topic, messages: messages.slice(from, from + portion) });
      }
    } finally {
      await producer.disconnect();
    }
  }

  /** Resolves when every consumer group, or these, have handled all that their topics hold. */
  async untilHandled(signal: AbortSignal, only?: readonly string[]): Promise<void> {
    const isHandled = async (saw: (what: unknown) => void) => {
      const behind = await this.behind(only);
      saw(behind);
      return Object.keys(behind).length === 0 || undefined;
    };
    await waitFor(isHandled, { what: 'all events to be handled', timeoutMs: 600_000, intervalMs: 200, signal });
  }

  /** How many events each group has not handled yet, for those that are behind. */
  private async behind(only?: readonly string[]): Promise<Record<string, number>> {
    const { groups } = await this.admin.listGroups();
    const behind: Record<string, number> = {};
    const isAsked = (groupId: string) => only?.includes(groupId) ?? !groupId.startsWith(ownGroups);
    for (const { groupId } of groups.filter((group) => isAsked(group.groupId))) {
      for (const { topic, partitions } of await this.admin.fetchOffsets({ groupId })) {
        const ends = await this.ends(topic);
        const left = partitions.reduce((sum, { partition, offset }) => {
          return sum + Number((ends.get(partition) ?? 0n) - BigInt(Math.max(Number(offset), 0)));
        }, 0);
        if (left > 0) behind[`${groupId} ${topic}`] = left;
      }
    }
    return behind;
  }

  /** Reads from `next` to `ends`, and moves `next` there. */
  private async read<Item>(topic: string, next: Ends, ends: Ends, read: (event: ReadEvent) => Item): Promise<Item[]> {
    const open = new Set([...ends].filter(([partition, end]) => end > (next.get(partition) ?? 0n)).map(([one]) => one));
    if (open.size === 0) return [];
    const items: Item[] = [];
    const consumer = this.kafka.consumer({ groupId: `${ownGroups}${randomUUID()}` });
    try {
      await consumer.connect();
      await consumer.subscribe({ topic, fromBeginning: true });
      await new Promise<void>((resolve, reject) => {
        const eachBatch = ({ batch }: kafkajs.EachBatchPayload) => {
          const { partition, messages } = batch;
          const from = next.get(partition) ?? 0n;
          const end = ends.get(partition) ?? 0n;
          for (const { offset, value, timestamp } of messages) {
            if (BigInt(offset) < from || BigInt(offset) >= end) continue;
            items.push(read({ value: JSON.parse(String(value)), at: Number(timestamp) }));
          }
          if (BigInt(batch.lastOffset()) + 1n >= end) open.delete(partition);
          if (open.size === 0) resolve();
          return Promise.resolve();
        };
        consumer.run({ autoCommit: false, eachBatch }).catch(reject);
        for (const partition of open) {
          consumer.seek({ topic, partition, offset: String(next.get(partition) ?? 0n) });
        }
      });
    } finally {
      await consumer.disconnect();
    }
    for (const [partition, end] of ends) next.set(partition, end);
    return items;
  }
}
