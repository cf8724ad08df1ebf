import { describe, expect, it } from '@jest/globals';
import { waitFor } from './wait-for.js';

describe('waitFor', () => {
  it('answers the first defined value', async () => {
    let looks = 0;
    const found = await waitFor(() => ((looks += 1) === 3 ? { looks } : undefined), {
      what: 'the third look',
      intervalMs: 1,
    });
    expect(found).toEqual({ looks: 3 });
  });

  it('answers values that are false, zero or empty, for they are there', async () => {
    expect(await waitFor(() => 0, { what: 'a zero' })).toBe(0);
  });

  it('says what it waited for and what it saw last', async () => {
    const waiting = waitFor(
      (saw) => {
        saw({ status: 503 });
        return undefined;
      },
      { what: 'the gateway to be ready', timeoutMs: 10, intervalMs: 1 },
    );
    await expect(waiting).rejects.toThrow('Waited 0.01 s for the gateway to be ready; last seen: { status: 503 }');
  });

  it('takes an error for "not there yet", and reports the last one', async () => {
    const waiting = waitFor(() => Promise.reject(new Error('connection refused')), { what: 'a server', timeoutMs: 5 });
    await expect(waiting).rejects.toThrow('last seen: Error: connection refused');
  });

  it('stops at once when it is told to', async () => {
    const stop = new AbortController();
    const waiting = waitFor(() => undefined, { what: 'nothing', signal: stop.signal });
    stop.abort(new Error('stopped by a person'));
    await expect(waiting).rejects.toThrow('stopped by a person');
  });
});
