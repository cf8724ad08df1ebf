import { createLogger, Metrics } from '@clarion/observability';
import { describe, expect, it } from '@jest/globals';
import type { TrackedHit } from './tracked-hit.js';
import { TrackedHits } from './tracked-hits.js';
import { TrackingMetrics } from './tracking-metrics.js';

const logger = createLogger('test', 'silent');
const hit = (deliveryId: string): TrackedHit => ({
  delivery: { deliveryId, executionId: 'e', sandbox: 'dev', namespace: 'n', userId: 'u', channel: 'email' },
});

/** Hits that are kept when the test says so; nothing else of the repository is used. */
function start() {
  const metrics = new Metrics('test', logger);
  const batches: number[] = [];
  const ends: { keep: () => void; fail: () => void }[] = [];
  const repository = {
    keep: (hits: readonly TrackedHit[]) =>
      new Promise<void>((resolve, reject) => {
        batches.push(hits.length);
        ends.push({
          keep: resolve,
          fail: () => {
            reject(new Error('away'));
          },
        });
      }),
  };
  const hits = new TrackedHits(repository, new TrackingMetrics(metrics), logger);
  const lost = async () =>
    Number(/clarion_tracked_hits_lost_total\{[^}]*\} (\d+)/.exec((await metrics.scrape()).text)?.[1]);
  return { hits, batches, ends, lost, turn: () => new Promise(setImmediate) };
}

describe('hits that were answered', () => {
  it('are kept together with all that come while others are kept, 500 at most', async () => {
    const { hits, batches, ends, turn } = start();
    for (let count = 0; count < 602; count += 1) hits.add(hit(`d${count}`));
    expect(batches).toEqual([1]);
    for (let count = 0; count < 3; count += 1) {
      ends[count]?.keep();
      await turn();
    }
    expect(batches).toEqual([1, 500, 101]);
    hits.add(hit('later'));
    expect(batches).toEqual([1, 500, 101, 1]);
  });

  it('are lost and counted where they cannot be kept, and those after them are kept', async () => {
    const { hits, batches, ends, lost, turn } = start();
    hits.add(hit('a'));
    hits.add(hit('b'));
    ends[0]?.fail();
    await turn();
    ends[1]?.keep();
    await hits.onApplicationShutdown();
    expect([batches, await lost()]).toEqual([[1, 1], 1]);
  });

  it('are lost and counted where too many wait', async () => {
    const { hits, ends, lost, turn } = start();
    for (let count = 0; count < 10_003; count += 1) hits.add(hit('d'));
    ends[0]?.keep();
    await turn();
    expect(await lost()).toBe(2);
  });
});
