import { waitFor } from '@clarion/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  ended,
  everyRecipient,
  handIn,
  lineUp,
  person,
  publishCampaign,
  statusOf,
  trigger,
  type Status,
} from './audience-campaign.js';
import { startStack, type Stack } from './stack.js';

const size = 1_000;
/** `DISPATCH_WINDOW`, unless told. */
const window = 256;

describe('an audience run of a thousand', () => {
  let stack: Stack;
  let campaignId: string;

  const mails = async () => (await stack.messages()).filter(({ to }) => to.endsWith('@runs.example'));
  const addresses = (group: string) => Array.from({ length: size }, (_, index) => `${group}-${index}@runs.example`);
  const told = (behaviour: object) => stack.playground.put('/api/behaviour', { path: '/lineup', ...behaviour });
  const sumOf = ({ counts }: Status) => Object.values(counts).reduce((sum, count) => sum + count, -counts.targeted);

  beforeAll(async () => {
    stack = await startStack();
    const people = Array.from({ length: size }, (_, index) => person('thousand', index));
    await handIn(stack, people);
    campaignId = await publishCampaign(stack, 'thousand', [lineUp(stack)]);
  }, 180_000);

  const afresh = async () => {
    await stack.playground.delete('/api/messages');
    await stack.playground.delete('/api/behaviour');
    await stack.playground.delete('/api/calls');
  };

  it('reaches each of them once, and adds up at every moment', async () => {
    await afresh();
    const sums: [targeted: number, sum: number][] = [];
    const executionId = await trigger(stack, campaignId, { note: 'tonight' });
    const status = await ended(stack, executionId, (one) => sums.push([one.counts.targeted, sumOf(one)]));
    expect(status).toMatchObject({ status: 'Succeeded', counts: { targeted: size, requested: 0, sent: size } });
    expect(sums.filter(([targeted, sum]) => targeted !== sum)).toEqual([]);
    const arrived = await mails();
    expect(arrived.map(({ to }) => to).toSorted()).toEqual(addresses('thousand').toSorted());
    expect(arrived.filter(({ text }) => !/Dear Person \d+: 18:00 Nova Lights; .*tonight/.test(text))).toEqual([]);
    expect((await stack.playground.get<object>('/api/calls')).data).toEqual({ '/lineup': 1 });
  }, 120_000);

  it.each([
    ['answers 500', { status: 500 }, 'DataSourceRefused', /^Data source lineup: .*500.*\.$/],
    ['hangs', { hang: true }, 'DataSourceUnreachable', /^Data source lineup: .*1 s.*\.$/],
    ['answers 6 MB', { bodyBytes: 6 * 1024 * 1024 }, 'DataSourceAnswerTooLarge', /^Data source lineup: .*\.$/],
    ['answers garbage', { garbage: true }, 'DataSourceAnswerUnreadable', /^Data source lineup: .*not JSON.*\.$/],
    ['has an answer that does not fit its mapping', { bodyBytes: 100 }, 'DataSourceMappingFailed', /lineup.*\.$/],
  ])(
    'sends nobody a mail when the data API %s, and says why in one sentence',
    async (_, behaviour, reason, detail) => {
      await afresh();
      // Four calls that fail, of two of these, leave their host's breaker closed.
      const source = { ...lineUp(stack, { timeoutMs: 1_000 }), policy: { retries: 1 } };
      const quick = await publishCampaign(stack, 'thousand', [source]);
      await told(behaviour);
      const executionId = await trigger(stack, quick);
      const status = await ended(stack, executionId);
      expect(status).toMatchObject({ status: 'Failed', reason, counts: { targeted: size, sent: 0, failed: size } });
      expect(status.detail).toMatch(detail);
      expect(await mails()).toEqual([]);
    },
    120_000,
  );

  it('excludes, with the reason, who has no address, a malformed one, a suppressed one, or does not want it', async () => {
    await afresh();
    const group = 'excluded';
    const people = [
      person(group, 0),
      person(group, 1, { personalEmail: {} }),
      person(group, 2, { personalEmail: { address: 'no address' } }),
      person(group, 3),
      { ...person(group, 4), consents: { email: false } },
      person(group, 5, { personalEmail: { address: `${group}-0@runs.example` } }),
    ];
    await handIn(stack, people);
    await stack.manager.put(`/v1/suppressions/email/${group}-3@runs.example`);
    const executionId = await trigger(stack, await publishCampaign(stack, group, []));
    const { counts, recipients } = await ended(stack, executionId);
    // The sixth has the address of the first: one message per address.
    expect(counts).toMatchObject({ targeted: 5, sent: 1, excluded: 4, failed: 0, requested: 0 });
    const reasons = Object.fromEntries(recipients.map(({ userId, reason }) => [userId, reason]));
    expect(reasons).toMatchObject({
      'excluded-1': 'NoAddress',
      'excluded-2': 'MalformedAddress',
      'excluded-3': 'Suppressed',
      'excluded-4': 'NoConsent',
    });
    expect((await mails()).map(({ to }) => to)).toEqual([`${group}-0@runs.example`]);
  });

  it.each([
    [
      'an attribute that no profile has',
      { combinator: 'and', rules: [{ field: 'shoeSize', operator: '>', value: 40 }] },
      'Failed',
      'UnknownAttribute',
      /shoeSize/,
    ],
    [
      'nobody',
      { combinator: 'and', rules: [{ field: 'group', operator: '=', value: 'nobody' }] },
      'Succeeded',
      'EmptyAudience',
      /names nobody/,
    ],
  ])('says so when its rule names %s, and calls no data source', async (_, rule, status, reason, detail) => {
    await afresh();
    const executionId = await trigger(stack, await publishCampaign(stack, 'ruled', [lineUp(stack)], rule));
    const end = await ended(stack, executionId);
    expect(end).toMatchObject({ status, reason, counts: { sent: 0, requested: 0 } });
    expect(end.detail).toMatch(detail);
    expect((await stack.playground.get<object>('/api/calls')).data).toEqual({});
  });

  describe.each([
    ['trigger-gateway', 'accepted'],
    ['data-fetcher', 'called'],
    ['audience-resolver', 'planned'],
    ['channel-dispatcher', 'sending'],
    ['feedback', 'sending'],
    ['campaign-manager', 'accepted'],
  ] as const)('in which %s is killed', (service, moment) => {
    it('reaches every one of them once, or names those of whom nobody knows', async () => {
      await afresh();
      await told({ delayMs: moment === 'called' ? 2_000 : 1, times: 1 });
      const executionId = await trigger(stack, campaignId);
      await until[moment](executionId);
      process.kill(await stack.pid(service), 'SIGKILL');

      const { counts } = await ended(stack, executionId);
      const arrived = (await mails()).map(({ to }) => to);
      expect(arrived).toHaveLength(new Set(arrived).size);
      expect(counts).toMatchObject({ targeted: size, sent: size - counts.unknown });
      // Of what a killed dispatcher was sending nobody knows whether it went out: at most one window of it.
      expect(counts.unknown).toBeLessThanOrEqual(service === 'channel-dispatcher' ? window : 0);
      expect(arrived.length).toBeGreaterThanOrEqual(counts.sent);
      const recipients = await everyRecipient(stack, executionId);
      expect(recipients).toHaveLength(size);
      const missing = addresses('thousand').filter((address) => !arrived.includes(address));
      const unknown = recipients
        .filter(({ state }) => state === 'unknown')
        .map(({ userId }) => `${userId}@runs.example`);
      expect(missing.filter((address) => !unknown.includes(address))).toEqual([]);
    }, 120_000);
  });

  const until = {
    accepted: () => Promise.resolve(),
    called: () =>
      waitFor(async () => Object.keys((await stack.playground.get<object>('/api/calls')).data)[0], {
        what: 'the call',
        timeoutMs: 30_000,
        intervalMs: 10,
      }),
    planned: (executionId: string) =>
      waitFor(async () => ((await statusOf(stack, executionId, '?limit=1')).counts.targeted > 0 ? true : undefined), {
        what: 'the plan',
        timeoutMs: 30_000,
        intervalMs: 5,
      }),
    sending: () =>
      waitFor(async () => (await mails())[0], { what: 'the first mail', timeoutMs: 30_000, intervalMs: 5 }),
  };

  afterAll(async () => {
    await stack.stop();
  });
});
