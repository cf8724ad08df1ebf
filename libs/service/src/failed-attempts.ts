import { clientNetworkOf } from '@clarion/security';
import { LRUCache } from 'lru-cache';
import { Problem } from './problem.js';

/** How many may fail at once; one more each second. */
const most = 60;
const perSecond = 1;
/** Above this the client that failed longest ago is forgotten. */
const mostClients = 20_000;

/** Counts, in this process, by address, who failed to show a key: nobody tries secrets for long. */
export class FailedAttempts {
  private readonly clients = new LRUCache<string, { count: number; at: number }>({ max: mostClients });

  /**
   * @param now milliseconds of any clock that goes forward
   * @throws Problem (429) for whoever failed 60 times and more than once a second
   */
  requireFew(address: string, now: number): void {
    const excess = this.countOf(clientNetworkOf(address), now) - (most - 1);
    if (excess <= 0) return;
    throw new Problem(429, 'TooManyFailures', 'Too many calls from your address showed no key that is right.', {
      retryAfterSeconds: Math.ceil(excess / perSecond),
    });
  }

  note(address: string, now: number): void {
    const client = clientNetworkOf(address);
    this.clients.set(client, { count: this.countOf(client, now) + 1, at: now });
  }

  private countOf(client: string, now: number): number {
    const { count, at } = this.clients.get(client) ?? { count: 0, at: now };
    return Math.max(0, count - ((now - at) / 1_000) * perSecond);
  }
}
