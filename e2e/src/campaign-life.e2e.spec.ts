import { waitFor } from '@clarion/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ended, handIn, lineUp, person, publishCampaign, statusOf, trigger } from './audience-campaign.js';
import { startStack, type Stack } from './stack.js';

const size = 1_000;

interface Campaign {
  status: string;
  version: number;
  hasUnpublishedChanges: boolean;
}

describe('a campaign that is changed while it runs', () => {
  let stack: Stack;
  let id: string;

  beforeAll(async () => {
    stack = await startStack();
    await handIn(
      stack,
      Array.from({ length: size }, (_, index) => person('life', index)),
    );
    id = await publishCampaign(stack, 'life', [{ ...lineUp(stack), onFailure: 'suspend' }]);
  }, 180_000);

  afterAll(() => stack.stop());

  const path = (move = '') => `/v1/campaigns/${id}${move}`;

  /** Publishes another text by way of the draft beside the live version. */
  const publishSecond = async () => {
    const { data, headers } = await stack.manager.get<Campaign & Record<string, unknown>>(path());
    expect(data).toMatchObject({ status: 'live', version: 1, hasUnpublishedChanges: false });
    const second = { treatment: 'default', locale: 'en', subject: 'Second', html: '', text: 'Second' };
    const ifMatch = { headers: { 'if-match': String(headers['etag']) } };
    const edited = await stack.manager.put<Campaign>(path(), { ...draftOf(data), content: [second] }, ifMatch);
    expect(edited.data).toMatchObject({ status: 'live', version: 1, hasUnpublishedChanges: true });
    const activated = await stack.manager.post<Campaign>(path('/activate'));
    expect(activated.data).toMatchObject({ status: 'live', version: 2, hasUnpublishedChanges: false });
  };

  /** Triggers it until the version counts; resolves with all that was triggered, by its version. */
  const triggerUntil = async (version: number) => {
    const runs = new Map<number, string[]>();
    await waitFor(
      async () => {
        const executionId = await trigger(stack, id);
        const { campaignVersion } = await statusOf(stack, executionId);
        runs.set(campaignVersion, [...(runs.get(campaignVersion) ?? []), executionId]);
        return runs.has(version) || undefined;
      },
      { what: `version ${version} to be in force`, timeoutMs: 2_000, intervalMs: 100 },
    );
    return runs;
  };

  it('sends what was accepted by the version of then, and all of what comes by the new one', async () => {
    await stack.playground.put('/api/behaviour', { path: '/lineup', status: 400 });
    const first = await trigger(stack, id);
    await waitFor(async () => (await statusOf(stack, first)).isSuspended, { what: 'the first run to be under way' });
    await publishSecond();
    await stack.playground.delete('/api/behaviour');

    const runs = await triggerUntil(2);
    expect((await stack.manager.post(`/v1/executions/${first}/resume`)).status).toBe(200);
    const [byFirst, bySecond] = [[first, ...(runs.get(1) ?? [])], runs.get(2) ?? []];
    for (const executionId of [...byFirst, ...bySecond]) {
      expect((await ended(stack, executionId)).counts).toMatchObject({ targeted: size, sent: size });
    }
    const mails = (await stack.messages()).filter(({ to }) => to.endsWith('@runs.example'));
    const ofSecond = mails.filter(({ subject }) => subject === 'Second');
    expect(ofSecond.map(({ text }) => text.trim())).toEqual(Array(size * bySecond.length).fill('Second'));
    const ofFirst = mails.filter(({ subject }) => /^For Person \d+$/.test(subject));
    expect(ofFirst.filter(({ text }) => !/^Dear Person \d+: 18:00 Nova Lights; /.test(text))).toEqual([]);
    expect([ofFirst.length, mails.length]).toEqual([size * byFirst.length, ofFirst.length + ofSecond.length]);
  }, 180_000);

  it('takes no calls any more once it is stopped, for ever', async () => {
    expect((await stack.manager.post<Campaign>(path('/stop'))).data).toMatchObject({ status: 'stopped', version: 2 });
    const refused = await waitFor(
      async () => {
        const { status, data } = await stack.gateway.post<object>('/ajo/im/executions/audience', { campaignId: id });
        return status === 202 ? undefined : data;
      },
      { what: 'calls to be refused', timeoutMs: 2_000, intervalMs: 100 },
    );
    expect(refused).toMatchObject({ status: 409, code: 'CampaignNotLive' });
    for (const move of ['/activate', '/stop'])
      expect((await stack.manager.post<object>(path(move))).data).toMatchObject({
        status: 409,
        code: 'MoveNotAllowed',
      });
    const copy = await stack.manager.post<{ id: string }>(path('/duplicate'), { name: 'Life again' });
    expect((await stack.manager.post<object>(`/v1/campaigns/${copy.data.id}/activate`)).data).toMatchObject({
      version: 1,
    });
    const answer = await stack.gateway.post<object>('/ajo/im/executions/audience', { campaignId: copy.data.id });
    expect(answer.status).toBe(202);
  });
});

/** What of a campaign people write. */
function draftOf(campaign: Record<string, unknown>): object {
  const readOnly = ['id', 'status', 'review', 'moves', 'version', 'hasUnpublishedChanges'];
  const isWritten = (name: string) => !readOnly.includes(name) && !/^(created|updated)/.test(name);
  return Object.fromEntries(Object.entries(campaign).filter(([name]) => isWritten(name)));
}
