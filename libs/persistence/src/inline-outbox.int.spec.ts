import { DependencyUnavailable } from '@clarion/contracts';
import { createLogger } from '@clarion/observability';
import { testDatabase, waitFor, type TestDatabase } from '@clarion/testing';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { sql, type Kysely } from 'kysely';
import { openDatabase } from './database.js';
import { InlineOutbox, type KeptEvent } from './inline-outbox.js';
import { migrate } from './migrate.js';
import { createOutbox, type OutboxTables, type OwedEvent } from './outbox-rows.js';

const logger = createLogger('persistence-test', 'silent');
const owed = (id: string): OwedEvent => ({ topic: 't', id, key: id, data: { id }, traceparent: 'tp' });

describe('an inline outbox', () => {
  let home: TestDatabase;
  let database: Kysely<OutboxTables>;
  let published: string[];
  let isAway: boolean;
  let outboxes: InlineOutbox<OutboxTables>[];

  const open = () => {
    const publish = (events: readonly OwedEvent[]) => {
      if (isAway) return Promise.reject(new DependencyUnavailable('kafka', new Error('away')));
      published.push(...events.map(({ id }) => id));
      return Promise.resolve();
    };
    const outbox = new InlineOutbox<OutboxTables>(database, { publish }, logger);
    outboxes.push(outbox);
    return outbox;
  };
  const commit = async (...ids: string[]): Promise<KeptEvent[]> => {
    const rows = ids.map(owed).map(({ id, data, ...rest }) => ({ ...rest, event_id: id, data: JSON.stringify(data) }));
    const kept = await database.insertInto('outbox').values(rows).returning('position').execute();
    return kept.map(({ position }, index) => ({ position, event: owed(ids[index] ?? ''), bytes: 10 }));
  };
  const emptied = () =>
    waitFor(
      async () => {
        const { rows } = await sql<{ count: number }>`select count(*)::int as count from outbox`.execute(database);
        return rows[0]?.count === 0 || undefined;
      },
      { what: 'an empty outbox', timeoutMs: 20_000 },
    );

  beforeAll(async () => {
    home = await testDatabase();
    database = openDatabase({ url: home.url, schema: 'test' }, logger);
    await migrate(database, 'test', { '0001-outbox': { up: createOutbox } }, logger);
  });

  beforeEach(() => {
    [published, outboxes, isAway] = [[], [], false];
  });

  afterEach(async () => {
    await Promise.all(outboxes.map((outbox) => outbox.stop()));
    await sql`truncate outbox`.execute(database);
  });

  afterAll(async () => {
    await database.destroy();
    await home.drop();
  });

  it('publishes what was committed, from memory, each once, and removes the rows', async () => {
    const outbox = open();
    outbox.start();
    const ids = Array.from({ length: 1_200 }, (_, index) => String(index));
    for (let from = 0; from < ids.length; from += 300) outbox.publishKept(await commit(...ids.slice(from, from + 300)));
    await emptied();
    expect(published).toEqual(ids);
  });

  it('publishes by the sweeper what a process that is gone has committed', async () => {
    await commit('of the dead');
    open().start();
    await emptied();
    expect(published).toEqual(['of the dead']);
  });

  it('leaves to the sweeper what is committed while Kafka is away, and publishes at once again after that', async () => {
    const outbox = open();
    isAway = true;
    outbox.start();
    outbox.publishKept(await commit('1', '2'));
    outbox.publishKept(await commit('3'));
    isAway = false;
    await emptied();
    expect(new Set(published)).toEqual(new Set(['1', '2', '3']));
    outbox.publishKept(await commit('4'));
    await waitFor(() => published.includes('4') || undefined, { what: 'the next one at once', timeoutMs: 2_000 });
  });

  it('publishes once what two instances have committed, whoever sweeps', async () => {
    const [one, two] = [open(), open()];
    for (const outbox of [one, two]) outbox.start();
    const ids = Array.from({ length: 100 }, (_, index) => String(index));
    for (const id of ids) (Number(id) % 2 ? one : two).publishKept(await commit(id));
    await emptied();
    expect(published.toSorted((a, b) => Number(a) - Number(b))).toEqual(ids);
  });
});
