import { ServiceUnavailable } from '@clarion/contracts';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { SnapshotClient } from './snapshot-client.js';
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

  it('gets the rows of a snapshot, whatever its id', async () => {
    expect(await clientWith('token').rows('s/1')).toEqual([{ lineNum: 1, act: 'The Larks' }]);
    expect(await clientWith('token').rows('s/2')).toBeUndefined();
    expect(fetcher.asked).toEqual(['s/1', 's/2']);
  });

  it.each([
    ['answers with an error', 'away'],
    ['does not answer in time', 'silent'],
  ] as const)('says that the fetcher is away when it %s', async (_, mood) => {
    fetcher.mood = mood;
    await expect(clientWith('token', 200).rows('s/1')).rejects.toBeInstanceOf(ServiceUnavailable);
  });

  it('takes a refused token for the fetcher being away, not for its answer', async () => {
    await expect(clientWith('wrong').rows('s/1')).rejects.toBeInstanceOf(ServiceUnavailable);
  });
});
