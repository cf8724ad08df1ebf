import { createLogger } from '@clarion/observability';
import { migrate, openDatabase } from '@clarion/persistence';
import { testDatabase, type TestDatabase } from '@clarion/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { sql, type Kysely } from 'kysely';
import { setTimeout as pause } from 'node:timers/promises';
import { migrations } from '../migrations/index.js';
import type { Tables } from '../tables.js';
import { Rates, type Rate } from './rates.js';
import { RatesRepository } from './rates.repository.js';

const logger = createLogger('rates-test', 'silent');
let home: TestDatabase;
let database: Kysely<Tables>;
let repository: RatesRepository;

beforeAll(async () => {
  home = await testDatabase();
  database = openDatabase<Tables>({ url: home.url, schema: 'trigger_gateway', isKeyed: true }, logger);
  await migrate(database, 'trigger_gateway', migrations, logger);
  repository = new RatesRepository(database);
});
afterAll(async () => {
  await database.destroy();
  await home.drop();
});

/** As if so much time had gone by. */
const age = (bucket: string, ms: number) =>
  sql`update rates set filled_at = filled_at - ${ms} * interval '1 millisecond' where bucket = ${bucket}`.execute(
    database,
  );
const take = async (bucket: string, wanted: number, largest = 1, perSecond = 100) =>
  (await repository.take([{ bucket, perSecond, wanted, largest }]))[0];

describe('a bucket', () => {
  it('has half a second of its rate when nobody took from it, and never more', async () => {
    expect(await take('full', 80)).toMatchObject({ granted: 50 });
    await age('full', 60_000);
    expect(await take('full', 80)).toMatchObject({ granted: 50 });
  });

  it('fills by its rate', async () => {
    await take('fills', 50);
    await age('fills', 200);
    const grant = await take('fills', 80);
    expect(grant?.granted).toBeGreaterThanOrEqual(20);
    expect(grant?.granted).toBeLessThan(50);
  });

  it('gives no part of one, and says what is left', async () => {
    await take('slow', 1, 1, 1);
    await age('slow', 400);
    const grant = await take('slow', 1, 1, 1);
    expect(grant?.granted).toBe(0);
    expect(grant?.left).toBeGreaterThanOrEqual(0.4);
    expect(grant?.left).toBeLessThan(1);
  });

  it('lets one call have more than it holds, and is empty until that is made up for', async () => {
    expect(await take('large', 1_000, 1_000)).toMatchObject({ granted: 1_000, left: -950 });
    await age('large', 9_000);
    expect(await take('large', 1)).toMatchObject({ granted: 0 });
    await age('large', 1_000);
    expect((await take('large', 1))?.granted).toBe(1);
  });

  it('answers several at once, in their order', async () => {
    const ask = (bucket: string, wanted: number) => ({ bucket, perSecond: 100, wanted, largest: 1 });
    const grants = await repository.take([ask('z', 3), ask('a', 4), ask('m', 5)]);
    expect(grants.map(({ granted }) => granted)).toEqual([3, 4, 5]);
  });
});

/** How many of so many calls an instance lets in, made as fast as they are answered, until the time is over. */
async function flood(rates: Rates, rate: Rate, ms: number): Promise<number> {
  const end = performance.now() + ms;
  let granted = 0;
  while (performance.now() < end) {
    const states = await Promise.all(Array.from({ length: 20 }, () => rates.take(rate, 1)));
    granted += states.filter(({ isGranted }) => isGranted).length;
    await pause(1);
  }
  return granted;
}

describe('a rate', () => {
  it('is kept by two instances together: no more than it and its burst, and not much less', async () => {
    const rate = { bucket: 'shared', perSecond: 200 };
    const began = performance.now();
    const counts = await Promise.all([repository, repository].map((one) => flood(new Rates(one), rate, 2_000)));
    const seconds = (performance.now() - began) / 1_000;
    const sum = counts.reduce((total, count) => total + count, 0);
    expect(sum).toBeLessThanOrEqual(rate.perSecond * (seconds + 1));
    expect(sum).toBeGreaterThan(rate.perSecond);
    for (const count of counts) expect(count).toBeGreaterThan(0);
  });

  it('says truly after how long there is more', async () => {
    const rates = new Rates(repository);
    const rate = { bucket: 'truly', perSecond: 400 };
    expect(await rates.take(rate, 1_000)).toMatchObject({ isGranted: true, remaining: 0 });
    const refused = await rates.take(rate, 1);
    expect(refused.isGranted).toBe(false);
    // 801 are missing, less what has come since.
    expect([2, 3]).toContain(refused.retryAfterSeconds);
    await pause(refused.retryAfterSeconds * 1_000);
    expect(await rates.take(rate, 1)).toMatchObject({ isGranted: true });
  });

  it('asks Postgres seldom, whether there is enough or not', async () => {
    let statements = 0;
    const counting = {
      take: (asks: Parameters<RatesRepository['take']>[0]) => {
        statements += 1;
        return repository.take(asks);
      },
    };
    await flood(new Rates(counting), { bucket: 'seldom, enough', perSecond: 100_000 }, 1_000);
    expect(statements).toBeLessThan(60);
    statements = 0;
    await flood(new Rates(counting), { bucket: 'seldom, too few', perSecond: 50 }, 1_000);
    expect(statements).toBeLessThan(60);
  });

  it('follows a key that is given another one', async () => {
    const rates = new Rates(repository);
    expect(await rates.take({ bucket: 'changed', perSecond: 1 }, 1)).toMatchObject({ isGranted: true });
    expect(await rates.take({ bucket: 'changed', perSecond: 1 }, 1)).toMatchObject({ isGranted: false });
    await age('changed', 100);
    expect(await rates.take({ bucket: 'changed', perSecond: 100 }, 1)).toMatchObject({ isGranted: true });
  });
});
