import { DependencyUnavailable } from '@clarion/contracts';
import { createLogger } from '@clarion/observability';
import { testDatabase, waitFor, type TestDatabase } from '@clarion/testing';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { sql, type Kysely } from 'kysely';
import { openDatabase } from './database.js';
import { InlineOutbox, type KeptEvent } from './inline-outbox.js';
import { migrate } from './migrate.js';
import { createOutbox, type OutboxTables, type OwedEvent } from './outbox-rows.js';

const logger = createLogger('persistence-test', 'silent');

describe('the inline outbox', () => {
  let home: TestDatabase;
  let database: Kysely<OutboxTables>;
  let published: string[] = [];
  let isKafkaAway = false;
  let outboxes: InlineOutbox<OutboxTables>[] = [];

  const publish = (events: readonly OwedEvent[]) => {
    if (isKafkaAway) return Promise.reject(new DependencyUnavailable('kafka', new Error('away')));
    return Promise.resolve(void published.push(...events.map(({ id }) => id)));
  };
  const outboxTo = (publisher = { publish }) => {
    const outbox = new InlineOutbox<OutboxTables>(database, publisher, logger);
    outboxes.push(outbox);
    return outbox;
  };
  /** Commits the rows of so many events. */
  const keep = async (count: number, bytes = 100): Promise<KeptEvent[]> => {
    const { rows } = await sql<{ position: string }>`
      insert into outbox (topic, event_id, key, traceparent, data)
      select 't', id::text, id::text, 'tp', '{}' from generate_series(1, ${count}) as id
      returning position`.execute(database);
    return rows.map(({ position }, index) => {
      const id = String(index + 1);
      return { position, event: { topic: 't', id, key: id, data: {}, traceparent: 'tp' }, bytes };
    });
  };
  const owes = async () => {
    const { rows } = await sql<{ count: number }>`select count(*)::int as count from outbox`.execute(database);
    return rows[0]?.count;
  };
  const emptied = () =>
    waitFor(async () => ((await owes()) === 0 ? true : undefined), { what: 'an empty outbox', timeoutMs: 20_000 });

  beforeAll(async () => {
    home = await testDatabase();
    database = openDatabase({ url: home.url, schema: 'test' }, logger);
    await migrate(database, 'test', { '0001-outbox': { up: createOutbox } }, logger);
  });

  afterEach(async () => {
    isKafkaAway = false;
    await Promise.all(outboxes.map((outbox) => outbox.stop()));
    outboxes = [];
    published = [];
    await sql`truncate outbox`.execute(database);
  });

  afterAll(async () => {
    await database.destroy();
    await home.drop();
  });

  it('publishes what was committed once, from memory, and removes it', async () => {
    outboxTo().publishKept(await keep(3));
    await emptied();
    expect(published).toEqual(['1', '2', '3']);
  });

  it('publishes at most 500 events or 4 MB at a time', async () => {
    const sizes: number[] = [];
    const outbox = outboxTo({ publish: (events) => Promise.resolve(void sizes.push(events.length)) });
    outbox.publishKept(await keep(501));
    await emptied();
    outbox.publishKept(await keep(3, 3 * 1024 * 1024));
    await emptied();
    expect(sizes).toEqual([500, 1, 1, 1, 1]);
  });

  it('leaves to the sweeper what it cannot publish now, and publishes at once again afterwards', async () => {
    isKafkaAway = true;
    const outbox = outboxTo();
    outbox.start();
    outbox.publishKept(await keep(600));
    await waitFor(async () => ((await owes()) === 600 ? true : undefined), { what: 'all of them to be owed' });
    isKafkaAway = false;
    await emptied();
    expect(new Set(published)).toEqual(new Set(Array.from({ length: 600 }, (_, index) => String(index + 1))));
    await outbox.stop();
    published = [];
    outbox.publishKept(await keep(1));
    await emptied();
    expect(published).toEqual(['1']);
  });

  it('publishes what a process owed that is gone', async () => {
    await keep(2);
    outboxTo().start();
    await emptied();
    expect(published).toEqual(['1', '2']);
  });

  it('publishes again, with the same id, what was published but could not be removed', async () => {
    const kept = await keep(1);
    const outbox = outboxTo({
      publish: async (events) => {
        await publish(events);
        // Its row cannot be removed: the statement fails before it reaches the row.
        if (published.length === 1) await sql`alter table outbox rename to moved`.execute(database);
      },
    });
    outbox.publishKept(kept);
    await waitFor(() => (published.length === 1 ? true : undefined), { what: 'the first publishing' });
    await outbox.stop();
    await sql`alter table moved rename to outbox`.execute(database);
    outbox.start();
    await emptied();
    expect(published).toEqual(['1', '1']);
  });

  it('takes what is at hand along when it stops', async () => {
    const outbox = outboxTo();
    outbox.publishKept(await keep(501));
    await outbox.stop();
    expect(await owes()).toBe(0);
    expect(published).toHaveLength(501);
  });
});
