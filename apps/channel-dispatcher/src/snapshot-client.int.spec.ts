import { ServiceUnavailable } from '@clarion/contracts';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { SnapshotClient } from './snapshot-client.js';
import { Snapshot } from './snapshot.js';
import { startFetcher, type Fetcher } from './stand-ins.js';

describe('the client of the data-fetcher', () => {
  let fetcher: Fetcher;
  const clientWith = (serviceToken: string, timeoutMs = 10_000) =>
    new SnapshotClient({ internalUrl: fetcher.url, serviceToken, timeoutMs });

  beforeEach(async () => {
    fetcher = await startFetcher('token');
    fetcher.rows = { 's/1': [{ lineNum: 1, act: 'The Larks' }] };
  });

  afterEach(() => fetcher.stop());

  const rowsOf = async (client: SnapshotClient, id: string) => {
    const portions = await client.rows(id);
    return portions && (await Snapshot.of(portions)).rows;
  };

  it('gets the rows of a snapshot, whatever its id', async () => {
    expect(await rowsOf(clientWith('token'), 's/1')).toEqual([{ lineNum: 1, act: 'The Larks' }]);
    expect(await rowsOf(clientWith('token'), 's/2')).toBeUndefined();
    expect(fetcher.asked).toEqual(['s/1', 's/2']);
  });

  it.each([
    ['answers with an error', 'away'],
    ['does not answer in time', 'silent'],
    ['breaks off its answer', 'broken'],
  ] as const)('says that the fetcher is away when it %s', async (_, mood) => {
    fetcher.mood = mood;
    await expect(rowsOf(clientWith('token', 200), 's/1')).rejects.toBeInstanceOf(ServiceUnavailable);
  });

  it('takes a refused token for the fetcher being away, not for its answer', async () => {
    await expect(rowsOf(clientWith('wrong'), 's/1')).rejects.toBeInstanceOf(ServiceUnavailable);
  });
});
