import { DependencyUnavailable, ServiceUnavailable } from '@clarion/contracts';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { ContentsInTime } from './contents-in-time.js';
import type { Failed } from './delivery.js';
import { defaultSettings } from './dispatch-settings.js';

const content: Failed = { state: 'failed', reason: 'SnapshotExpired', detail: '' };
const of = (campaignId: string) => ({ campaignId, campaignVersion: 1 });

describe('contents', () => {
  /** How long each takes to come; those that are not told of are at hand. */
  let takesMs: Record<string, number>;
  let failures: Record<string, Error>;
  let inTime: ContentsInTime;

  beforeEach(() => {
    jest.useFakeTimers();
    [takesMs, failures] = [{}, {}];
    const contents = {
      of: async ({ campaignId }: { campaignId: string }) => {
        const ms = takesMs[campaignId];
        if (ms !== undefined) await new Promise((resolve) => setTimeout(resolve, ms));
        const failure = failures[campaignId];
        if (failure) throw failure;
        return content;
      },
    };
    inTime = new ContentsInTime(contents, { ...defaultSettings, awaitContentMs: 5_000 });
  });

  afterEach(() => {
    jest.useRealTimers();
  });

  /** What was found, each with when. */
  const find = async (...ids: string[]) => {
    const begunAt = Date.now();
    const seen: unknown[] = [];
    const collecting = (async () => {
      for await (const group of inTime.of(ids, of)) {
        seen.push(...group.map((found) => [found.asked, Object.keys(found)[1], Date.now() - begunAt]));
      }
    })();
    collecting.catch(() => undefined);
    await jest.advanceTimersByTimeAsync(5_000);
    await collecting;
    return seen;
  };

  it('come as they are at hand, and are not waited for longer than was said', async () => {
    takesMs = { slow: 1_000, silent: 10_000 };
    expect(await find('here', 'slow', 'silent')).toEqual([
      ['here', 'content', 20],
      ['slow', 'content', 1_020],
      ['silent', 'missing', 5_000],
    ]);
  });

  it('are not at hand where their service does not answer', async () => {
    failures = { away: new ServiceUnavailable('data-fetcher', new Error('away')), odd: new Error('odd') };
    expect(await find('here', 'away', 'odd')).toEqual([
      ['here', 'content', 0],
      ['away', 'missing', 0],
      ['odd', 'surprise', 0],
    ]);
  });

  it('need the service’s own database', async () => {
    failures = { here: new DependencyUnavailable('postgres', new Error('away')) };
    await expect(find('here')).rejects.toBeInstanceOf(DependencyUnavailable);
  });

  it('are waited for no more after one did not come in time, until one comes', async () => {
    takesMs = { silent: 6_000, slow: 500 };
    await find('silent');
    expect(await find('silent', 'slow', 'here')).toEqual([
      ['here', 'content', 20],
      ['silent', 'missing', 50],
      ['slow', 'missing', 50],
    ]);
    expect(await find('slow')).toEqual([['slow', 'content', 500]]);
  });
});
