import 'reflect-metadata';
import { ApiContract, testDatabase, type HeldAnswer, type TestDatabase } from '@clarion/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { brokenRequests } from './fuzz/broken-requests.fixture.js';
import type { FuzzedRequest } from './fuzz/fuzzed-request.fixture.js';
import { sendRequest } from './fuzz/send-request.fixture.js';
import { validRequests } from './fuzz/valid-requests.fixture.js';
import { headers, marketing, startGateway, transactional, type Gateway } from './gateway-under-test.js';
import { openApi } from './openapi.js';

const requests = 2_000;
const atOnce = 8;
const [keyId, secret] = ['ck_1', 's3cret'];

/** What callers would send, of which the schemas know only the form. */
function chosenBy(known: { executionIds: string[]; scheduleIds: string[] }) {
  const mail = fc.stringMatching(/^[a-z0-9]{1,20}@example\.com$/);
  const soon = fc.integer({ min: 1, max: 300 }).map((days) => new Date(Date.now() + days * 86_400_000).toISOString());
  const call = fc.record({
    requestId: fc.uuid(),
    campaignId: fc.constantFrom('c1', 'c2', 'c3', 'c4'),
    context: fc.constant({ a: 1 }),
  });
  const calls = fc.array(
    fc.oneof(call, fc.record({ campaignId: fc.constant('c1'), recipients: fc.array(fc.constant({})) })),
    { minLength: 1, maxLength: 20 },
  );
  return {
    campaignId: fc.constantFrom('c1', 'c1', 'c2', 'c2', 'c3', 'c3', 'c4', 'c9'),
    requestId: fc.oneof(
      { weight: 4, arbitrary: fc.uuid() },
      { weight: 1, arbitrary: fc.constantFrom('known-0', 'known-1') },
    ),
    type: fc.constant('external'),
    namespace: fc.constantFrom('email', 'Email'),
    userId: mail,
    executionMetadata: fc.dictionary(fc.stringMatching(/^[a-z]{1,8}$/), mail, { maxKeys: 3 }),
    audience: fc.constant({ id: 'a1' }),
    executeAt: soon,
    executionId: fc.constantFrom(...known.executionIds, 'UMA-none'),
    scheduleId: fc.constantFrom(...known.scheduleIds, 'none'),
    /** The one body of any form is that of a bulk. */
    anything: calls,
    client_id: fc.constantFrom(keyId, keyId, keyId, keyId, 'other'),
    client_secret: fc.constant(secret),
  };
}

describe('the gateway, asked as its OpenAPI document says and in every other way', () => {
  let home: TestDatabase;
  let manager: Server;
  let gateway: Gateway;
  let origin: string;
  let contract: ApiContract;

  beforeAll(async () => {
    manager = createServer((_, response) => response.writeHead(404).end()).listen(0, '127.0.0.1');
    await once(manager, 'listening');
    home = await testDatabase();
    gateway = await startGateway(home.url, `http://127.0.0.1:${(manager.address() as AddressInfo).port}`);
    await gateway.activate([
      { id: 'c1', body: transactional },
      { id: 'c2', body: marketing },
      { id: 'c3', body: { ...transactional, highThroughputMode: true } },
      { id: 'c4', body: transactional, state: 'stopped' },
    ]);
    origin = await gateway.listen();
    contract = new ApiContract(await openApi());
  });

  afterAll(async () => {
    await gateway.stop();
    manager.close();
    await home.drop();
  });

  it(`answers ${requests} requests as it says, none by a fault of its own, and is well afterwards`, async () => {
    const seed = Number(process.env['FUZZ_SEED'] ?? Date.now() % 2 ** 31);
    const valid = validRequests(await openApi(), headers, chosenBy(await somethingKnown()));
    const arbitrary = fc.oneof({ weight: 2, arbitrary: valid }, { weight: 3, arbitrary: brokenRequests(valid) });
    const tally = await heldAnswers(fc.sample(arbitrary, { seed, numRuns: requests }), seed);

    process.stdout.write(`${tallyText(tally)} (FUZZ_SEED=${seed})\n`);
    expect(countOf(tally, 2)).toBeGreaterThan(requests / 10);
    expect(tally.get(202)).toBeGreaterThan(requests / 100);
    expect(countOf(tally, 4)).toBeGreaterThan(requests / 4);
    expect(countOf(tally, 2) + countOf(tally, 4)).toBe(requests);
    expect((await gateway.get('/ajo/im/health')).status).toBe(200);
    expect((await gateway.post('/v1/executions/unitary', aCall('after'))).status).toBe(202);
  }, 120_000);

  /** Ids of what is there to be asked for, cancelled or deleted. */
  async function somethingKnown(): Promise<{ executionIds: string[]; scheduleIds: string[] }> {
    const executionIds: string[] = [];
    const scheduleIds: string[] = [];
    for (let index = 0; index < 5; index += 1) {
      const one = await gateway.post<{ executionId: string }>('/v1/executions/unitary', aCall(`known-${index}`));
      const run = await gateway.post<{ executionId: string }>('/v1/executions/audience', { campaignId: 'c2' });
      const schedule = { executeAt: new Date(Date.now() + 86_400_000).toISOString() };
      const later = await gateway.post<{ scheduleId: string }>('/v1/executions/audience', {
        campaignId: 'c2',
        schedule,
      });
      executionIds.push(one.body.executionId, run.body.executionId);
      scheduleIds.push(later.body.scheduleId);
    }
    return { executionIds, scheduleIds };
  }

  /** Sends all, some at once, and holds each answer. @returns how many were answered with each status */
  async function heldAnswers(all: FuzzedRequest[], seed: number): Promise<Map<number, number>> {
    const tally = new Map<number, number>();
    const left = [...all];
    const faults: string[] = [];
    const work = async () => {
      for (let request = left.pop(); request; request = left.pop()) {
        const answer = await sendRequest(origin, request);
        tally.set(answer.status, (tally.get(answer.status) ?? 0) + 1);
        const fault = faultOf(answer, contract);
        if (fault !== undefined) faults.push(`${fault}\n${excerptOf(request)}`);
      }
    };
    await Promise.all(Array.from({ length: atOnce }, work));
    if (faults.length === 0) return tally;
    throw new Error(
      `FUZZ_SEED=${seed}: ${faults.length} answers are none of the document:\n${faults.slice(0, 10).join('\n\n')}`,
    );
  }
});

function aCall(requestId: string): object {
  const recipients = [{ type: 'aep', namespace: 'email', userId: 'ada@example.com' }];
  return { requestId, campaignId: 'c1', recipients };
}

function excerptOf({ kind, method, path, headers: sent, body }: FuzzedRequest): string {
  return JSON.stringify({ kind, method, path, sent, body: body?.toString().slice(0, 500) });
}

function faultOf(answer: HeldAnswer, contract: ApiContract): string | undefined {
  if (answer.status >= 500) return `answered ${answer.status}: ${JSON.stringify(answer.body)}`;
  try {
    contract.hold(answer);
    return undefined;
  } catch (error) {
    return (error as Error).message;
  }
}

function tallyText(tally: Map<number, number>): string {
  return [...tally]
    .sort(([one], [other]) => one - other)
    .map(([status, count]) => `${status}: ${count}`)
    .join(', ');
}

/** How many were answered with a status of this class. */
function countOf(tally: Map<number, number>, hundreds: number): number {
  return [...tally].reduce((sum, [status, count]) => (Math.floor(status / 100) === hundreds ? sum + count : sum), 0);
}
