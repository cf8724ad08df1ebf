import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ended, everyRecipient, handIn, person, publishCampaign, trigger } from './audience-campaign.js';
import { startStack, type Stack } from './stack.js';

const size = 500;
const ratePerSec = 50;

describe('a campaign with a rate', () => {
  let stack: Stack;

  beforeAll(async () => {
    stack = await startStack();
    for (const group of ['paced', 'free']) {
      const people = Array.from({ length: size }, (_, index) => person(group, index));
      await handIn(stack, people);
    }
  }, 180_000);

  afterAll(async () => {
    await stack.stop();
  });

  it('sends in order and at its pace, and one without a rate goes past it', async () => {
    const free = await publishCampaign(stack, 'free', []);
    const paced = await withRate(await publishCampaign(stack, 'paced', []));
    const startedAt = Date.now();
    const executionId = await trigger(stack, paced);
    const freeId = await trigger(stack, free);
    for (const id of [executionId, freeId]) {
      const { status, counts } = await ended(stack, id);
      expect([status, counts]).toMatchObject(['Succeeded', { targeted: size, sent: size, excluded: 0, failed: 0 }]);
    }

    const arrivedAt = await arrivals();
    const ordinals = new Map(
      (await everyRecipient(stack, executionId)).map(({ userId, ordinal }) => [userId, ordinal]),
    );
    const ofPaced = [...arrivedAt].filter(([userId]) => userId.startsWith('paced'));
    expect(ofPaced).toHaveLength(size);
    // Nobody of the n-th second before it has begun; and so the last one long after all who had no rate.
    const early = ofPaced.filter(([userId, at]) => at < startedAt + 1_000 * Math.floor(ordinalOf(userId) / ratePerSec));
    expect(early).toEqual([]);
    const lastOf = (group: string) =>
      Math.max(...[...arrivedAt].filter(([userId]) => userId.startsWith(group)).map(([, at]) => at));
    expect(lastOf('free')).toBeLessThan(lastOf('paced'));

    function ordinalOf(userId: string): number {
      return ordinals.get(userId) ?? NaN;
    }
  }, 120_000);

  /**
   * A copy of a campaign, with a rate by its document: what is exported is imported with one. Its first version has the rate;
   * a second one of the same campaign might not be in force yet when it is triggered.
   */
  async function withRate(originalId: string): Promise<string> {
    const { manager } = stack;
    const { data: copy } = await manager.post<{ id: string }>(`/v1/campaigns/${originalId}/duplicate`, {
      name: 'Paced',
    });
    const { data: document } = await manager.get<{ campaign: object }>(`/v1/campaigns/${copy.id}/export`);
    const campaign = { ...document.campaign, throttleRatePerSec: ratePerSec };
    const imported = await manager.post<object>('/v1/campaigns/import', { ...document, campaign });
    expect(imported.data).toMatchObject({ campaign: { id: copy.id, outcome: 'updated' } });
    expect(await manager.post(`/v1/campaigns/${copy.id}/activate`)).toMatchObject({ data: { version: 1 } });
    return copy.id;
  }

  /** When the mail of each came, by their user ids. */
  async function arrivals(): Promise<Map<string, number>> {
    const messages = (await stack.messages()).filter(({ to }) => to.endsWith('@runs.example'));
    expect(messages).toHaveLength(2 * size);
    return new Map(messages.map(({ to, receivedAt }) => [to.replace('@runs.example', ''), Date.parse(receivedAt)]));
  }
});
