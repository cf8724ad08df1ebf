import { DependencyUnavailable } from '@clarion/contracts';
import { createLogger } from '@clarion/observability';
import { startProcess, testDatabase, waitFor, type TestDatabase } from '@clarion/testing';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { sql, type Kysely } from 'kysely';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openDatabase } from './database.js';
import { migrate } from './migrate.js';
import { createOutbox, type OutboxTables, type OwedEvent, type PublishesEvents } from './outbox-rows.js';
import { Outbox } from './outbox.js';

const logger = createLogger('persistence-test', 'silent');
const owed = (id: string): OwedEvent => ({ topic: 't', id, key: 'k', data: { id }, traceparent: 'tp' });

describe('the outbox', () => {
  let home: TestDatabase;
  let database: Kysely<OutboxTables>;
  let outboxes: Outbox<OutboxTables>[] = [];

  const outboxTo = (publisher: PublishesEvents) => {
    const outbox = new Outbox<OutboxTables>(database, publisher, logger);
    outboxes.push(outbox);
    return outbox;
  };
  const keep = (outbox: Outbox<OutboxTables>, ...events: OwedEvent[]) =>
    database.transaction().execute((transaction) => outbox.add(transaction, events));
  const rowCount = async () => {
    const { rows } = await sql<{ count: number }>`select count(*)::int as count from outbox`.execute(database);
    return rows[0]?.count;
  };
  const emptied = () =>
    waitFor(async () => ((await rowCount()) === 0 ? true : undefined), { what: 'an empty outbox', timeoutMs: 10_000 });

  beforeAll(async () => {
    home = await testDatabase();
    database = openDatabase({ url: home.url, schema: 'test' }, logger);
    await migrate(database, 'test', { '0001-outbox': { up: createOutbox } }, logger);
  });

  afterEach(async () => {
    await Promise.all(outboxes.map((outbox) => outbox.stop()));
    outboxes = [];
    await sql`truncate outbox`.execute(database);
  });

  afterAll(async () => {
    await database.destroy();
    await home.drop();
  });

  it('publishes what a transaction owed, as it was, in the order of its rows', async () => {
    const published: OwedEvent[] = [];
    const outbox = outboxTo({ publish: (events) => Promise.resolve(void published.push(...events)) });
    await keep(outbox, owed('1'), owed('2'), owed('3'));
    outbox.publishSoon();
    await emptied();
    expect(published).toMatchObject([owed('1'), owed('2'), owed('3')]);
  });

  it('publishes at most 4 MB at a time, and a larger event alone', async () => {
    const sizes: number[] = [];
    const outbox = outboxTo({ publish: (events) => Promise.resolve(void sizes.push(events.length)) });
    const large = (id: string, megabytes: number) => ({ ...owed(id), data: 'x'.repeat(megabytes * 1024 * 1024) });
    await keep(outbox, large('1', 3), large('2', 3), large('3', 6), owed('4'));
    outbox.publishSoon();
    await emptied();
    expect(sizes).toEqual([2, 1, 1]);
  });

  it('owes nothing for a transaction that was rolled back', async () => {
    const outbox = outboxTo({ publish: () => Promise.resolve() });
    const rolledBack = database.transaction().execute(async (transaction) => {
      await outbox.add(transaction, [owed('1')]);
      throw new Error('rolled back');
    });
    await expect(rolledBack).rejects.toThrow('rolled back');
    expect(await rowCount()).toBe(0);
  });

  it('publishes by its sweeper what was kept while the broker was away', async () => {
    const published: string[] = [];
    let isAway = true;
    const outbox = outboxTo({
      publish: (events) => {
        if (isAway) return Promise.reject(new DependencyUnavailable('kafka', new Error('away')));
        published.push(...events.map(({ id }) => id));
        return Promise.resolve();
      },
    });
    outbox.start();
    await keep(outbox, owed('1'));
    outbox.publishSoon();
    await keep(outbox, owed('2'));
    isAway = false;
    await emptied();
    expect(published).toEqual(['1', '2']);
  });

  it('publishes again, with the same id, what was published but not yet removed', async () => {
    const published: string[] = [];
    let isFirst = true;
    const outbox = outboxTo({
      publish: (events) => {
        published.push(...events.map(({ id }) => id));
        if (!isFirst) return Promise.resolve();
        isFirst = false;
        return Promise.reject(new Error('died before the commit'));
      },
    });
    outbox.start();
    await keep(outbox, owed('1'));
    outbox.publishSoon();
    await emptied();
    expect(published).toEqual(['1', '1']);
  });

  it('publishes what a process owed that was killed between commit and publish', async () => {
    const published: string[] = [];
    const file = join(import.meta.dirname, '../fixtures/dies-after-commit.mjs');
    const logFile = join(tmpdir(), `clarion-outbox-${process.pid}.log`);
    const dead = startProcess({ name: 'debtor', file, logFile, env: { ...process.env, DATABASE_URL: home.url } });
    expect(await dead.exited).toMatchObject({ signal: 'SIGKILL' });
    const outbox = outboxTo({
      publish: (events) => Promise.resolve(void published.push(...events.map(({ id }) => id))),
    });
    expect(await rowCount()).toBe(1);
    outbox.start();
    await emptied();
    expect(published).toEqual(['owed by the dead']);
  });

  it('keeps the order when two instances publish at once', async () => {
    const published: number[] = [];
    const publisher = {
      publish: async (events: readonly OwedEvent[]) => {
        for (const { id } of events) {
          await Promise.resolve();
          published.push(Number(id));
        }
      },
    };
    const [one, two] = [outboxTo(publisher), outboxTo(publisher)];
    for (let id = 0; id < 200; id += 1) {
      await keep(one, owed(String(id)));
      (id % 2 ? one : two).publishSoon();
    }
    one.publishSoon();
    await emptied();
    expect(published).toEqual(Array.from({ length: 200 }, (_, id) => id));
  });
});
