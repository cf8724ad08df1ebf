import { freePort, waitFor } from '@clarion/testing';
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

const size = 4_000;
const few = 20;
/** How long a cancellation takes at most to be in force everywhere, with the windows under way. */
const inForceMs = 5_000;

interface Cancellation {
  status: string;
  cancelledAt: string;
  cancelledBy?: string;
  counts: Status['counts'];
}

describe('an execution that is cancelled', () => {
  let stack: Stack;
  let largeId: string;
  let fewId: string;

  const cancel = async (executionId: string) => {
    const { status, data } = await stack.gateway.post<Cancellation>(`/ajo/im/executions/${executionId}/cancel`);
    expect(status).toBe(200);
    return data;
  };
  const mailsTo = async (group: string) => (await stack.messages()).filter(({ to }) => to.startsWith(`${group}-`));
  const sumOf = ({ counts }: Status) => Object.values(counts).reduce((sum, count) => sum + count, -counts.targeted);
  const isSuspended = (executionId: string) =>
    waitFor(async () => (await statusOf(stack, executionId)).isSuspended, { what: 'the run to be suspended' });
  const reset = async (to: string) => {
    const answer = await stack.gateway.post<object>('/ajo/im/executions/unitary', {
      requestId: to,
      campaignId: stack.local.campaigns['Password reset'],
      recipients: [{ type: 'aep', namespace: 'email', userId: to, context: { link: 'https://shop.example/reset' } }],
    });
    expect(answer.status).toBe(202);
  };

  beforeAll(async () => {
    stack = await startStack();
    for (let from = 0; from < size; from += 1_000) {
      await handIn(
        stack,
        Array.from({ length: 1_000 }, (_, index) => person('large', from + index)),
      );
    }
    await handIn(
      stack,
      Array.from({ length: few }, (_, index) => person('few', index)),
    );
    largeId = await publishCampaign(stack, 'large', []);
    fewId = await publishCampaign(stack, 'few', [{ ...lineUp(stack), onFailure: 'suspend' }]);
  }, 180_000);

  afterAll(() => stack.stop());

  it('in the middle of a run of thousands sends nothing more: all others are excluded, and password resets go on', async () => {
    const executionId = await trigger(stack, largeId);
    await waitFor(async () => (await mailsTo('large'))[0], {
      what: 'the first mail',
      timeoutMs: 30_000,
      intervalMs: 5,
    });
    const [cancelled] = await Promise.all([cancel(executionId), reset('before@resets.example')]);
    expect(cancelled.counts.targeted).toBe(size);
    await reset('after@resets.example');

    const sums: [targeted: number, sum: number][] = [];
    const status = await ended(stack, executionId, (one) => sums.push([one.counts.targeted, sumOf(one)]));
    const { counts } = status;
    expect(sums.filter(([targeted, sum]) => targeted !== sum)).toEqual([]);
    expect(status).toMatchObject({ status: 'Succeeded', cancelledAt: cancelled.cancelledAt });
    expect(counts).toMatchObject({ targeted: size, requested: 0, deferred: 0, failed: 0, unknown: 0 });
    expect(counts.sent + counts.excluded).toBe(size);
    expect(counts.sent).toBeGreaterThanOrEqual(cancelled.counts.sent);
    expect(counts.excluded).toBeGreaterThan(0);

    const mails = await mailsTo('large');
    expect(mails).toHaveLength(counts.sent);
    const last = Math.max(...mails.map(({ receivedAt }) => Date.parse(receivedAt)));
    expect(last - Date.parse(cancelled.cancelledAt)).toBeLessThan(inForceMs);
    const recipients = await everyRecipient(stack, executionId);
    const excluded = recipients.filter(({ state }) => state === 'excluded');
    expect(recipients).toHaveLength(size);
    expect(new Set(excluded.map(({ reason }) => reason))).toEqual(new Set(['Cancelled']));
    for (const to of ['before@resets.example', 'after@resets.example']) {
      await waitFor(async () => (await stack.messages(to))[0], { what: `a mail to ${to}` });
    }
  }, 120_000);

  it('is the same when it is cancelled again, and stays as it is when it has ended', async () => {
    const executionId = await trigger(stack, fewId);
    const { counts } = await ended(stack, executionId);
    const [first, again] = [await cancel(executionId), await cancel(executionId)];
    expect(first).toMatchObject({ status: 'Succeeded', counts });
    expect(again).toEqual(first);
  });

  it('right after it was accepted comes to an end wherever the cancellation meets it', async () => {
    const executionIds = await Promise.all(Array.from({ length: 10 }, () => trigger(stack, fewId)));
    await Promise.all(executionIds.map(cancel));
    for (const executionId of executionIds) {
      const { counts, reason } = await ended(stack, executionId);
      const { targeted, sent, excluded } = counts;
      expect(sent + excluded).toBe(targeted);
      // A run that was not planned yet has no members.
      if (targeted === 0) expect(reason).toBe('Cancelled');
    }
  });

  it('while it is suspended ends for everyone', async () => {
    await stack.playground.put('/api/behaviour', { path: '/lineup', status: 400 });
    const executionId = await trigger(stack, fewId);
    await isSuspended(executionId);
    await cancel(executionId);
    const status = await ended(stack, executionId);
    expect(status).toMatchObject({ reason: 'Cancelled', counts: { targeted: few, sent: 0, excluded: few } });
    expect(status).not.toHaveProperty('isSuspended');
    expect((await stack.manager.post(`/v1/executions/${executionId}/resume`)).data).toMatchObject({ resumed: [] });
    await stack.playground.delete('/api/behaviour');
  });

  it('by the stop of its campaign ends, too; without cancelRunning it would go on', async () => {
    const id = await publishCampaign(stack, 'few', [{ ...lineUp(stack), onFailure: 'suspend' }]);
    const sent = await trigger(stack, id);
    await ended(stack, sent);
    await stack.playground.put('/api/behaviour', { path: '/lineup', status: 400 });
    const suspended = [await trigger(stack, id), await trigger(stack, id)];
    for (const executionId of suspended) await isSuspended(executionId);
    const other = await trigger(stack, fewId);
    await isSuspended(other);

    const stop = await stack.manager.post<object>(`/v1/campaigns/${id}/stop`, { cancelRunning: true });
    expect(stop.data).toMatchObject({ status: 'stopped' });
    for (const executionId of suspended) {
      const status = await ended(stack, executionId);
      expect(status).toMatchObject({ reason: 'Cancelled', counts: { targeted: few, sent: 0, excluded: few } });
      expect(status).toHaveProperty('cancelledAt');
    }
    expect(await statusOf(stack, sent)).toMatchObject({ counts: { sent: few } });
    expect(await statusOf(stack, sent)).not.toHaveProperty('cancelledAt');
    expect(await statusOf(stack, other)).toMatchObject({ isSuspended: true });
    await stack.playground.delete('/api/behaviour');
  }, 60_000);

  it('while its deliveries are deferred has them excluded at once', async () => {
    // Nobody takes mails there. A campaign that is published later than a configuration takes the newest one.
    const { status } = await stack.manager.post('/v1/channel-configurations', {
      name: 'Nowhere',
      channel: 'email',
      category: 'marketing',
      sender: { name: 'Shop', address: 'shop@shop.example' },
      provider: { type: 'smtp', host: '127.0.0.1', port: await freePort() },
    });
    expect(status).toBe(201);
    const executionId = await trigger(stack, await publishCampaign(stack, 'few', []));
    await waitFor(async () => ((await statusOf(stack, executionId)).counts.deferred === few ? true : undefined), {
      what: 'all to be deferred',
      timeoutMs: 30_000,
    });
    expect(await cancel(executionId)).toMatchObject({ status: 'InProgress', counts: { targeted: few } });
    expect((await ended(stack, executionId)).counts).toMatchObject({ sent: 0, deferred: 0, excluded: few });
  }, 60_000);
});
