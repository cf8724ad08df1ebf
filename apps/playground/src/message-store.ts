import { Arrivals } from './arrivals.js';
import type { Message } from './message.js';

/** Which messages are asked for; what is left out does not narrow. */
export interface MessageFilter {
  /** The whole address, in any case. */
  readonly to?: string;
  readonly channel?: string;
}

/** Told of every change, in order, before the call that made it returns. */
export interface InboxWatcher {
  received(message: Message): void;
  cleared(): void;
}

/** Everything that arrived, in memory: the newest `maxMessages`, older ones are forgotten. */
export class MessageStore {
  private readonly byId = new Map<string, Message>();
  private readonly byRecipient = new Map<string, Arrivals<Message>>();
  private readonly watchers = new Set<InboxWatcher>();
  private all = new Arrivals<Message>();

  constructor(readonly maxMessages: number) {}

  get size(): number {
    return this.all.size;
  }

  add(message: Message): void {
    this.all.add(message);
    this.byId.set(message.id, message);
    this.addForRecipient(message);
    if (this.all.size > this.maxMessages) this.forgetOldest();
    for (const watcher of this.watchers) watcher.received(message);
  }

  get(id: string): Message | undefined {
    return this.byId.get(id);
  }

  /** Newest first. With `to`, costs only as much as that recipient has messages. */
  find({ to, channel }: MessageFilter = {}): Message[] {
    const found = (to === undefined ? this.all : this.byRecipient.get(keyOf(to)))?.newestFirst() ?? [];
    return channel === undefined ? found : found.filter((message) => message.channel === channel);
  }

  clear(): void {
    this.all = new Arrivals();
    this.byId.clear();
    this.byRecipient.clear();
    for (const watcher of this.watchers) watcher.cleared();
  }

  /** Tells `watcher` of what happens from now on, until the returned function is called. */
  watch(watcher: InboxWatcher): () => void {
    this.watchers.add(watcher);
    return () => this.watchers.delete(watcher);
  }

  private addForRecipient(message: Message): void {
    const key = keyOf(message.to);
    const known = this.byRecipient.get(key) ?? new Arrivals<Message>();
    known.add(message);
    this.byRecipient.set(key, known);
  }

  private forgetOldest(): void {
    const oldest = this.all.dropOldest();
    if (!oldest) return;
    this.byId.delete(oldest.id);
    const key = keyOf(oldest.to);
    const left = this.byRecipient.get(key);
    left?.dropOldest(); // the oldest of all is the oldest of its recipient too
    if (left?.size === 0) this.byRecipient.delete(key);
  }
}

function keyOf(address: string): string {
  return address.toLowerCase();
}
