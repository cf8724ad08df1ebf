import { ServiceUnavailable } from '@clarion/contracts';
import { createLogger } from '@clarion/observability';
import { startProcess, testDatabase, waitFor, type TestDatabase } from '@clarion/testing';
import { afterAll, afterEach, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { sql, type Kysely } from 'kysely';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openDatabase } from './database.js';
import { addLeases, LeaseLost, LeaseWorker, type Lease, type LeaseColumns, type LeasedWork } from './leases.js';
import { migrate } from './migrate.js';

const logger = createLogger('persistence-test', 'silent');

interface Parcel {
  parcel_id: number;
  street: string;
  result: string | null;
}
interface Tables {
  parcels: Parcel & LeaseColumns;
}
type ParcelLease = Lease<Tables, Parcel>;

async function up(database: Kysely<never>): Promise<void> {
  await sql`create table parcels (parcel_id integer primary key, street text not null default '', result text)`.execute(
    database,
  );
  await addLeases(database, 'parcels');
  await sql`create index on parcels (street, due_at) where due_at is not null`.execute(database);
}

describe('leased work', () => {
  let home: TestDatabase;
  let database: Kysely<Tables>;
  let workers: LeaseWorker<Tables, Parcel>[] = [];

  const worker = (work: (lease: ParcelLease) => Promise<void>, options: Partial<LeasedWork<Tables, Parcel>> = {}) => {
    const settings = { table: 'parcels' as const, key: ['parcel_id' as const], concurrency: 4, ...options, work };
    const started = new LeaseWorker<Tables, Parcel>(database, settings, logger);
    workers.push(started);
    started.start();
    return started;
  };
  const add = (...ids: number[]) =>
    sql`insert into parcels (parcel_id, due_at) select id, now() from unnest(${ids}::int[]) id`.execute(database);
  const row = (id: number) =>
    database.selectFrom('parcels').selectAll().where('parcel_id', '=', id).executeTakeFirstOrThrow();
  const result = (id: number, what: string) => async (transaction: Kysely<Tables>) => {
    await transaction.updateTable('parcels').set({ result: what }).where('parcel_id', '=', id).execute();
  };
  const delivered = (id: number) =>
    waitFor(async () => ((await row(id)).due_at === null ? row(id) : undefined), {
      what: `parcel ${id}`,
      timeoutMs: 20_000,
    });
  const never = (lease: ParcelLease) =>
    new Promise<void>((_, reject) => {
      lease.signal.addEventListener('abort', () => {
        reject(lease.signal.reason as Error);
      });
    });

  beforeAll(async () => {
    home = await testDatabase();
    database = openDatabase({ url: home.url, schema: 'test' }, logger);
    await migrate(database, 'test', { '0001-parcels': { up } }, logger);
  });

  afterEach(async () => {
    await Promise.all(workers.map((one) => one.stop()));
    workers = [];
    await sql`truncate parcels`.execute(database);
  });

  afterAll(async () => {
    await database.destroy();
    await home.drop();
  });

  it('is done once each by two workers, and its result is kept with its end', async () => {
    const done: number[] = [];
    const work = async ({ row: { parcel_id: id }, finish }: ParcelLease) => {
      done.push(id);
      await finish(result(id, 'delivered'));
    };
    const ids = Array.from({ length: 100 }, (_, id) => id);
    await add(...ids);
    for (const one of [worker(work), worker(work)]) one.wake();
    await waitFor(() => (done.length >= 100 ? true : undefined), { what: '100 parcels', timeoutMs: 20_000 });
    expect(await delivered(99)).toMatchObject({ result: 'delivered', lease_id: null });
    expect(done.toSorted((a, b) => a - b)).toEqual(ids);
  });

  it('is never more at once than the bound says', async () => {
    let running = 0;
    let most = 0;
    const bounded = worker(
      async ({ finish }) => {
        running += 1;
        most = Math.max(most, running);
        await sql`select pg_sleep(0.01)`.execute(database);
        running -= 1;
        await finish(() => Promise.resolve());
      },
      { concurrency: 3 },
    );
    await add(...Array.from({ length: 20 }, (_, id) => id));
    bounded.wake();
    await waitFor(async () => ((await row(19)).due_at === null ? true : undefined), {
      what: 'the last',
      timeoutMs: 20_000,
    });
    expect(most).toBe(3);
  });

  it('is not taken from a worker that renews its lease, however long it takes', async () => {
    let claims = 0;
    let end: (() => void) | undefined;
    const slow = async ({ row: { parcel_id: id }, finish }: ParcelLease) => {
      claims += 1;
      await new Promise<void>((resolve) => (end = resolve));
      await finish(result(id, 'slowly'));
    };
    worker(slow, { leaseMs: 400 });
    worker(slow, { leaseMs: 400 });
    await add(1);
    await waitFor(() => end, { what: 'the claim', timeoutMs: 10_000 });
    const { due_at: first } = await row(1);
    await waitFor(async () => (((await row(1)).due_at ?? 0) > new Date(Number(first) + 2_000) ? true : undefined), {
      what: 'the lease to be renewed for five of its lengths',
      timeoutMs: 20_000,
    });
    end?.();
    expect(await delivered(1)).toMatchObject({ result: 'slowly' });
    expect(claims).toBe(1);
  });

  it('is taken over from a worker that was killed, when its lease has ended', async () => {
    const directory = await mkdtemp(join(tmpdir(), 'clarion-lease-'));
    const logFile = join(directory, 'log');
    const file = join(import.meta.dirname, '../fixtures/holds-a-lease.mjs');
    await add(7);
    const holder = startProcess({ name: 'holder', file, logFile, env: { ...process.env, DATABASE_URL: home.url } });
    await waitFor(async () => (await readFile(logFile, 'utf8')).includes('claimed 7') || undefined, {
      what: 'the other process to claim the row',
      timeoutMs: 20_000,
    });
    const { due_at: leaseEnd } = await row(7);
    await holder.kill();
    let takenOverAt = new Date(0);
    worker(async ({ row: { parcel_id: id }, finish }) => {
      const { rows } = await sql<{ now: Date }>`select clock_timestamp() as now`.execute(database);
      takenOverAt = rows[0]?.now ?? takenOverAt;
      await finish(result(id, 'by the second'));
    });
    expect(await delivered(7)).toMatchObject({ result: 'by the second' });
    expect(takenOverAt.getTime()).toBeGreaterThanOrEqual(leaseEnd?.getTime() ?? Infinity);
    await rm(directory, { recursive: true });
  });

  it('goes by the clock of the database: a worker whose own is wrong takes nothing over', async () => {
    const holder = worker(never);
    await add(1);
    holder.wake();
    await waitFor(async () => (await row(1)).lease_id ?? undefined, { what: 'the claim', timeoutMs: 10_000 });
    const clock = jest.spyOn(Date, 'now').mockReturnValue(Date.now() + 3_600_000);
    let claimed = false;
    const fast = worker(() => {
      claimed = true;
      return Promise.resolve();
    });
    clock.mockRestore();
    await add(2);
    // The second worker takes what is due, and leaves the first row alone.
    fast.wake();
    await waitFor(() => (claimed ? true : undefined), { what: 'the other row', timeoutMs: 10_000 });
    expect(await row(1)).toMatchObject({ claims: 1 });
  });

  it('changes nothing any more once another worker has taken it over', async () => {
    const lost: unknown[] = [];
    worker(
      async ({ row: { parcel_id: id }, signal, finish }) => {
        // Somebody else's claim, as after a pause of this process.
        await sql`update parcels set lease_id = gen_random_uuid() where parcel_id = ${id}`.execute(database);
        await new Promise((resolve) => {
          signal.addEventListener('abort', resolve);
        });
        lost.push(signal.reason);
        await finish(result(id, 'too late')).catch((error: unknown) => {
          lost.push(error);
          throw error;
        });
      },
      { leaseMs: 400 },
    );
    await add(1);
    await waitFor(() => (lost.length === 2 ? true : undefined), { what: 'the late end', timeoutMs: 10_000 });
    expect(lost).toEqual([expect.any(LeaseLost), expect.any(LeaseLost)]);
    expect(await row(1)).toMatchObject({ result: null });
  });

  it('that fails is tried again after a pause that grows, and keeps no other from being done', async () => {
    let tries = 0;
    worker(async ({ row: { parcel_id: id }, finish }) => {
      if (id === 1) tries += 1;
      if (id === 1 && tries < 3)
        throw tries === 1 ? new ServiceUnavailable('resolver', undefined) : new TypeError('surprise');
      await finish(result(id, `try ${tries}`));
    });
    await add(1, 2, 3);
    expect(await delivered(3)).toMatchObject({ claims: 0 });
    expect(await delivered(1)).toMatchObject({ result: 'try 3', claims: 0 });
  });

  it('that is postponed keeps what it changed, and comes again when it is due', async () => {
    worker(async ({ row: { parcel_id: id, result: before }, finish, postpone }) => {
      if (before === null) await postpone(50, result(id, 'half'));
      else await finish(result(id, `${before} and half`));
    });
    await add(1);
    expect(await delivered(1)).toMatchObject({ result: 'half and half' });
  });

  it('is asked to end when its worker stops, and is due again for others', async () => {
    const stopping = worker(never);
    await add(1);
    stopping.wake();
    await waitFor(async () => (await row(1)).lease_id ?? undefined, { what: 'the claim', timeoutMs: 10_000 });
    await stopping.stop();
    expect(await row(1)).toMatchObject({ lease_id: null, due_at: expect.any(Date) });
  });

  it('of one lane never takes all hands: others are done while it stands still', async () => {
    const held: string[] = [];
    const release = { now: (): void => undefined };
    const released = new Promise<void>((resolve) => (release.now = resolve));
    const inLanes = worker(
      async ({ row: { parcel_id: id, street }, finish }) => {
        held.push(street);
        if (street === 'jammed') await released;
        await finish(result(id, 'delivered'));
      },
      { concurrency: 4, lanes: { column: 'street', width: 2 } },
    );
    await sql`
      insert into parcels (parcel_id, street, due_at)
      select id, case when id < 100 then 'jammed' when id < 110 then 'a' else 'z' end,
        now() - interval '1 hour' + id * interval '1 second'
      from generate_series(0, 119) id`.execute(database);
    inLanes.wake();
    for (const id of [100, 109, 110, 119]) expect(await delivered(id)).toMatchObject({ result: 'delivered' });
    expect(held.filter((street) => street === 'jammed')).toHaveLength(2);
    release.now();
    expect(await delivered(99)).toMatchObject({ result: 'delivered' });
    expect(held).toHaveLength(120);
  });

  it('of a lane is done once each by two workers', async () => {
    const done: number[] = [];
    const work = async ({ row: { parcel_id: id }, finish }: ParcelLease) => {
      done.push(id);
      await finish(result(id, 'delivered'));
    };
    const ids = Array.from({ length: 100 }, (_, id) => id);
    await add(...ids);
    const lanes = { column: 'street' as const, width: 3 };
    for (const one of [worker(work, { lanes }), worker(work, { lanes })]) one.wake();
    await waitFor(() => (done.length >= 100 ? true : undefined), { what: '100 parcels', timeoutMs: 20_000 });
    await delivered(99);
    expect(done.toSorted((a, b) => a - b)).toEqual(ids);
  });
});
