import { waitFor } from '@clarion/testing';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { ended, handIn, lineUp, person, publishCampaign, statusOf, trigger, type Status } from './audience-campaign.js';
import { startStack, type Message, type Stack } from './stack.js';

interface LoggedCall {
  path: string;
  method: string;
  headers: Record<string, string>;
  body?: { params: Record<string, unknown>; data: Record<string, unknown>[] };
}

interface FetchLog {
  fetches?: { alias: string; state: string; calls: object[] }[];
}

const fans = 50;
const cities = ['London', 'Madrid', 'Munich'];
const everyFan = { status: 'Succeeded', counts: { targeted: fans, sent: fans } };

describe('external data, by the demos that npm start publishes', () => {
  let stack: Stack;

  beforeAll(async () => {
    stack = await startStack();
  }, 120_000);

  beforeEach(async () => {
    await stack.playground.delete('/api/messages');
    await stack.playground.delete('/api/calls');
  });

  afterAll(async () => {
    await stack.stop();
  });

  const calls = async () => (await stack.playground.get<{ calls: LoggedCall[] }>('/api/calls/log')).data.calls;

  /** Triggers a demo. Resolves with its end, and the mails that came. */
  async function run(demo: string): Promise<{ status: Status; mails: Message[] }> {
    const executionId = await trigger(stack, stack.local.campaigns[demo] ?? '');
    const status = await ended(stack, executionId);
    return { status, mails: await stack.messages() };
  }

  it('tells all fans the latest offers, asked for once', async () => {
    const { status, mails } = await run('Latest offers');
    expect(status).toMatchObject(everyFan);
    expect(mails).toHaveLength(fans);
    for (const { text } of mails) expect(text).toMatch(/Home scarf: EUR 14.9, until 2030-06-30[^]*Season pass/);
    expect((await calls()).map(({ path }) => path)).toEqual(['/offers']);
  });

  it('gives each fan a coupon that nobody else has, out of one call for as many', async () => {
    const { status, mails } = await run('Coupon');
    expect(status).toMatchObject(everyFan);
    const codes = mails.map(({ subject }) => /^Your coupon, .+: (\S+)$/.exec(subject)?.[1]);
    expect(new Set(codes).size).toBe(fans);
    expect(codes).not.toContain(undefined);
    expect(await calls()).toMatchObject([{ path: '/coupons', body: { params: { count: fans } } }]);
  });

  it('tells each fan the weather of their region, and asks for each region once', async () => {
    const { status, mails } = await run('Weather by region');
    expect(status).toMatchObject(everyFan);
    const [call, ...others] = await calls();
    expect(others).toEqual([]);
    expect(call?.body?.data.map(({ region }) => region).toSorted()).toEqual(cities);
    const said = new Set(mails.map(({ subject }) => subject));
    expect(said.size).toBe(cities.length);
    for (const city of cities) expect([...said].some((subject) => subject.includes(` °C in ${city}: `))).toBe(true);
  });

  describe('whose source fails', () => {
    async function withFailing(group: string, onFailure: string): Promise<string> {
      await handIn(stack, [person(group, 1), person(group, 2)]);
      await stack.playground.put('/api/behaviour', { path: '/lineup', status: 404, times: 1 });
      return trigger(stack, await publishCampaign(stack, group, [{ ...lineUp(stack), onFailure }]));
    }

    it('goes on without it where the campaign says so', async () => {
      const executionId = await withFailing('ignoring', 'ignore');
      expect(await ended(stack, executionId)).toMatchObject({ status: 'Succeeded', counts: { targeted: 2, sent: 2 } });
      const texts = (await stack.messages()).map(({ text }) => text.split('\n')[0]);
      expect(texts.toSorted()).toEqual(['Dear Person 1: no note', 'Dear Person 2: no note']);
    });

    it('sends to nobody, and says why, where it is to be skipped', async () => {
      const executionId = await withFailing('skipping', 'skip');
      expect(await ended(stack, executionId)).toMatchObject({
        status: 'Succeeded',
        reason: 'DataSourceRefused',
        counts: { sent: 0, failed: 0 },
      });
      expect(await stack.messages()).toEqual([]);
    });

    it('waits where it is to be suspended, tells how it was called, and goes on when it is resumed', async () => {
      const executionId = await withFailing('suspending', 'suspend');
      const path = `/v1/executions/${executionId}`;
      const log = await waitFor(
        async (saw) => {
          const { data } = await stack.manager.get<FetchLog>(`${path}/fetches`);
          saw(JSON.stringify(data));
          return data.fetches?.[0]?.state === 'suspended' ? data : undefined;
        },
        { what: 'a suspended fetch', timeoutMs: 30_000 },
      );
      expect(log.fetches).toMatchObject([
        { alias: 'lineup', reason: 'DataSourceRefused', calls: [{ attempt: 1, status: 404 }] },
      ]);
      expect(await statusOf(stack, executionId)).toMatchObject({ status: 'InProgress', counts: { sent: 0 } });

      const { status, data } = await stack.manager.post<object>(`${path}/resume`);
      expect([status, data]).toEqual([200, { resumed: ['lineup'] }]);
      expect(await ended(stack, executionId)).toMatchObject({ status: 'Succeeded', counts: { targeted: 2, sent: 2 } });
    });
  });

  it('can be tried before it is used: one call, its rows, and no secret', async () => {
    const url = `${stack.local.urls['playground'] ?? ''}/weather`;
    const request = { method: 'POST', url, auth: { kind: 'header', name: 'x-key', value: 's3cret' } };
    const inboundColumns = [{ key: 'region', attribute: 'homeAddress.city' }];
    const columns = ['region', 'condition'].map((id) => ({ id, key: id, type: 'text' }));
    const source = {
      name: 'Tried',
      request: { ...request, inboundColumns },
      mapping: { arrayPath: '/weather', columns },
    };
    const created = await stack.manager.post<{ id: string }>('/v1/data-sources', source);
    expect([created.status, JSON.stringify(created.data)]).toEqual([201, expect.not.stringContaining('s3cret')]);

    const tried = await stack.manager.post<object>(`/v1/data-sources/${created.data.id}/test`, {
      members: [{ 'homeAddress.city': 'Madrid' }],
    });
    expect([tried.status, tried.data]).toMatchObject([
      200,
      { ok: true, status: 200, rowCount: 1, rows: [{ region: 'Madrid', lineNum: 1 }] },
    ]);
    expect(JSON.stringify(tried.data)).not.toContain('s3cret');
    expect((await calls()).map(({ headers }) => headers['x-key'])).toEqual(['s3cret']);
  });
});
