import 'reflect-metadata';
import { freePort, testDatabase, waitFor, type TestDatabase } from '@clarion/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { setTimeout as pause } from 'node:timers/promises';
import { sql } from 'kysely';
import { startGateway, transactional, type Answer, type Gateway } from '../gateway-under-test.js';
import type { LimitSettings } from './limit-settings.js';

let home: TestDatabase;
let nowhere: string;

beforeAll(async () => {
  home = await testDatabase();
  nowhere = `http://127.0.0.1:${await freePort()}`;
});
afterAll(async () => {
  await home.drop();
});

const start = (limits: Partial<LimitSettings>): Promise<Gateway> => startGateway(home.url, nowhere, { limits });
const rates = (standard: number) => ({ sandboxRates: { standard, highThroughput: standard } });

let calls = 0;
/** A new call of the campaign that is named as the sandbox; each sandbox has its key. */
const call = (gateway: Gateway, sandbox: string, key = `key-${sandbox}`): Promise<Answer<Record<string, unknown>>> => {
  const recipients = [{ type: 'aep', namespace: 'email', userId: 'a@b.example' }];
  const body = { requestId: `r${(calls += 1)}`, campaignId: `c-${sandbox}`, recipients };
  return gateway.post('/ajo/im/executions/unitary', body, { 'x-api-key': key, 'x-sandbox-name': sandbox });
};

async function addSandbox(gateway: Gateway, sandbox: string): Promise<void> {
  await gateway.giveKey(`key-${sandbox}`, {}, sandbox);
  await gateway.activate([{ id: `c-${sandbox}`, body: transactional, sandbox }]);
}

describe('a call', () => {
  it('is told how much its sandbox may, and has left', async () => {
    const gateway = await start(rates(1_000));
    await addSandbox(gateway, 'told');
    expect(await call(gateway, 'told')).toMatchObject({
      status: 202,
      headers: { 'ratelimit-policy': '"sandbox";q=1000;w=1', ratelimit: '"sandbox";r=499;t=1' },
    });
    await gateway.stop();
  });
});

describe('a sandbox above its rate', () => {
  it('is told when there is more, which is true', async () => {
    const gateway = await start(rates(1));
    await addSandbox(gateway, 'above');
    expect((await call(gateway, 'above')).status).toBe(202);
    const refused = await call(gateway, 'above');
    expect(refused).toMatchObject({
      status: 429,
      headers: { 'retry-after': '1', ratelimit: '"sandbox";r=0;t=1' },
      body: { code: 'RateExceeded', detail: 'More executions than the sandbox may ask for: 1 a second.' },
    });
    await pause(1_000);
    expect((await call(gateway, 'above')).status).toBe(202);
    await gateway.stop();
  });

  it('is refused also what is no valid call', async () => {
    const gateway = await start(rates(1));
    await addSandbox(gateway, 'invalid');
    const headers = { 'x-api-key': 'key-invalid', 'x-sandbox-name': 'invalid' };
    expect((await gateway.post('/ajo/im/executions/unitary', {}, headers)).status).toBe(400);
    expect((await gateway.post('/ajo/im/executions/unitary', {}, headers)).status).toBe(429);
    await gateway.stop();
  });
});

describe('a bulk', () => {
  const bulk = (gateway: Gateway, sandbox: string, items: object[]) =>
    gateway.post('/ajo/im/executions/bulk', items, { 'x-api-key': `key-${sandbox}`, 'x-sandbox-name': sandbox });

  it('counts as the executions that it has, and all wait until they are made up for', async () => {
    const gateway = await start(rates(4));
    await addSandbox(gateway, 'bulky');
    const accepted = await bulk(gateway, 'bulky', [{}, {}, {}, {}, {}, {}]);
    expect(accepted).toMatchObject({
      status: 200,
      headers: { 'ratelimit-policy': '"sandbox";q=4;w=1', ratelimit: '"sandbox";r=0;t=1' },
    });
    const refused = await bulk(gateway, 'bulky', [{}]);
    expect(refused).toMatchObject({ status: 429, body: { code: 'RateExceeded' } });
    // The less, the longer the answer to the first took.
    expect(['1', '2']).toContain(refused.headers['retry-after']);
    expect((await call(gateway, 'bulky')).status).toBe(429);
    await gateway.stop();
  });
});

describe('a key with a rate of its own', () => {
  it('is refused above it, and takes nothing from its sandbox by that', async () => {
    const gateway = await start(rates(8));
    await addSandbox(gateway, 'keyed');
    await gateway.giveKey('slow', { executionsPerSecond: 1 }, 'keyed');
    const several = (count: number, key?: string) =>
      Promise.all(Array.from({ length: count }, () => call(gateway, 'keyed', key)));
    const [first, ...refused] = await several(6, 'slow');
    const others = await several(3);
    expect(first).toMatchObject({ status: 202, headers: { 'ratelimit-policy': '"key";q=1;w=1, "sandbox";q=8;w=1' } });
    expect(refused.map(({ status }) => status)).toEqual([429, 429, 429, 429, 429]);
    expect(refused[0]).toMatchObject({ body: { detail: 'More executions than the key may ask for: 1 a second.' } });
    expect(others.map(({ status }) => status)).toEqual([202, 202, 202]);
    await gateway.stop();
  });
});

/** Makes calls at an even pace, whether or not those before are answered. */
async function callsAtPace(perSecond: number, seconds: number, make: () => Promise<{ status: number }>) {
  const began = performance.now();
  const answers: Promise<{ status: number; ms: number }>[] = [];
  const one = async () => {
    const at = performance.now();
    const { status } = await make();
    return { status, ms: performance.now() - at };
  };
  for (let due = 0; due < perSecond * seconds;) {
    const elapsed = (performance.now() - began) / 1_000;
    for (; due < Math.min(elapsed, seconds) * perSecond; due += 1) answers.push(one());
    await pause(2);
  }
  return Promise.all(answers);
}

describe('two sandboxes, on two instances', () => {
  it('share nothing: one floods at ten times its limit, and no call of the other is refused', async () => {
    const limit = 20;
    const gateways = [await start(rates(limit)), await start(rates(limit))];
    const [one, two] = gateways as [Gateway, Gateway];
    for (const sandbox of ['floods', 'calm']) await addSandbox(one, sandbox);
    const seconds = 3;
    const flood = (gateway: Gateway) => callsAtPace((10 * limit) / 2, seconds, () => call(gateway, 'floods'));
    const began = performance.now();
    const [first, second, calm] = await Promise.all([
      flood(one),
      flood(two),
      callsAtPace(5, seconds, () => call(one, 'calm')),
    ]);
    const elapsedSeconds = (performance.now() - began) / 1_000;

    expect(new Set(calm.map(({ status }) => status))).toEqual(new Set([202]));
    const accepted = [...first, ...second].filter(({ status }) => status === 202).length;
    const refused = [...first, ...second].filter(({ status }) => status === 429).length;
    expect(accepted + refused).toBe(10 * limit * seconds);
    expect(accepted).toBeLessThanOrEqual(limit * (elapsedSeconds + 1));
    expect(accepted).toBeGreaterThan(limit);
    const slowest = calm.map(({ ms }) => ms).toSorted((ms, other) => ms - other)[Math.floor(calm.length * 0.99)];
    process.stderr.write(
      `${accepted} of ${accepted + refused} calls of the flood were accepted; p99 of the other sandbox ${slowest?.toFixed(1)} ms\n`,
    );
    for (const gateway of gateways) await gateway.stop();
  });
});

describe('more calls than can be under way', () => {
  it('are refused at once, those of the sandbox that has most of the places, until it leaves them', async () => {
    const gateway = await start({ callsAtOnce: 4 });
    for (const sandbox of ['crowd', 'few']) await addSandbox(gateway, sandbox);
    expect((await call(gateway, 'crowd')).status).toBe(202);
    const { lock, release } = await locked(gateway);
    const crowd = [call(gateway, 'crowd'), call(gateway, 'crowd')];
    const refused = await waitFor(
      async () => {
        const answer = await Promise.race([call(gateway, 'crowd'), pause(100, undefined)]);
        return answer?.status === 503 ? answer : undefined;
      },
      { what: 'a call that finds no place' },
    );
    expect(refused).toMatchObject({ headers: { 'retry-after': '1' }, body: { code: 'Overloaded' } });
    const few = call(gateway, 'few');
    release();
    await lock;
    expect((await few).status).toBe(202);
    expect((await Promise.all(crowd)).map(({ status }) => status)).toEqual([202, 202]);
    expect((await call(gateway, 'crowd')).status).toBe(202);
    await gateway.stop();
  });
});

/** Nothing is kept until it is released. */
async function locked(gateway: Gateway): Promise<{ lock: Promise<void>; release: () => void }> {
  const { promise: released, resolve: release } = withResolver();
  const { promise: held, resolve: hold } = withResolver();
  const lock = gateway.database.transaction().execute(async (transaction) => {
    await sql`lock table executions in exclusive mode`.execute(transaction);
    hold();
    await released;
  });
  await held;
  return { lock, release };
}

function withResolver(): { promise: Promise<void>; resolve: () => void } {
  let resolve: () => void = () => undefined;
  const promise = new Promise<void>((done) => (resolve = done));
  return { promise, resolve };
}
