import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { ended, handIn, lineUp, person, publishCampaign, trigger, type Status } from './audience-campaign.js';
import { startStack, type Message, type Stack } from './stack.js';

interface LoggedCall {
  path: string;
  method: string;
  body?: { params: Record<string, unknown>; data: Record<string, unknown>[] };
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
      const texts = (await stack.messages()).map(({ text }) => text.trim());
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
  });
});
