import { testDatabase, waitFor, type TestDatabase } from '@clarion/testing';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { sql } from 'kysely';
import type { DispatchSettings } from './dispatch-settings.js';
import { startDispatcher, type DispatcherUnderTest } from './dispatcher-under-test.js';
import { matchDayIn, matchDayRows, reset } from './examples.js';

const done = { kind: 'done' };
const inOslo = (executionId: string, count: number) => matchDayIn(executionId, Array<string>(count).fill('Oslo'));

describe('the bound on what is sending', () => {
  let home: TestDatabase;
  let dispatcher: DispatcherUnderTest | undefined;

  beforeEach(async () => {
    home = await testDatabase();
  });

  afterEach(async () => {
    await dispatcher?.stop();
    await home.drop();
  });

  const start = async (settings: Partial<DispatchSettings>) => {
    dispatcher = await startDispatcher(home.url, { settings });
    dispatcher.fetcher.rows = { ...matchDayRows };
    return dispatcher;
  };

  it('is kept by the rows, whose places go to others as soon as they have ended', async () => {
    const { database, handler, mail } = await start({ window: 8 });
    await sql`create table counts (sending bigint)`.execute(database);
    await sql`
      create function count_sending() returns trigger language plpgsql as $$ begin
        insert into counts select count(*) from deliveries where state = 'sending';
        return null;
      end $$`.execute(database);
    await sql`
      create trigger count_sending after insert or update on deliveries
      for each statement execute function count_sending()`.execute(database);
    const resets = reset('UMA-1', ...Array.from({ length: 20 }, () => ({ link: 'https://x' })));
    const runs = [inOslo('BMA-1', 40), inOslo('BMA-2', 40)];
    const outcomes = await Promise.all([
      handler.transactional([resets]),
      ...runs.map((run) => handler.marketing([run])),
    ]);
    expect(outcomes).toEqual([[done], [done], [done]]);
    expect(mail.inbox).toHaveLength(100);
    const { rows } = await sql<{ most: number }>`select max(sending)::int most from counts`.execute(database);
    expect(rows[0]?.most).toBeGreaterThan(2);
    expect(rows[0]?.most).toBeLessThanOrEqual(8);
  });

  it('leaves marketing its share while the worker looks for deferred deliveries and there are none', async () => {
    const { handler, mail, startWorker } = await start({ window: 8, lookEveryMs: 1 });
    startWorker();
    expect(await handler.marketing([inOslo('BMA-1', 40)])).toEqual([done]);
    const sending = handler.marketing([inOslo('held', 6)]);
    await waitFor(() => mail.held[3], { what: 'more than a quarter of the bound to be sending' });
    mail.release();
    await waitFor(() => mail.held[1], { what: 'the mail server to hold the others' });
    mail.release();
    expect(await sending).toEqual([done]);
  });
});
