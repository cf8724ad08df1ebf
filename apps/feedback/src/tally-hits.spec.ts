import { describe, expect, it } from '@jest/globals';
import { tallyOf } from './tally-hits.js';

const delivery = (deliveryId: string) => ({
  deliveryId,
  executionId: `of-${deliveryId}`,
  sandbox: 'dev',
  namespace: 'crmId',
  userId: 'ada',
  channel: 'email',
});

describe('the tally of hits', () => {
  it('has each delivery that was opened once, with how often', () => {
    expect(tallyOf([{ delivery: delivery('a') }, { delivery: delivery('b') }, { delivery: delivery('a') }])).toEqual([
      { deliveryId: 'a', executionId: 'of-a', kind: 'opened', hits: 2 },
      { deliveryId: 'b', executionId: 'of-b', kind: 'opened', hits: 1 },
    ]);
  });

  it('has each link that was followed, and its delivery as a whole', () => {
    const clicked = { deliveryId: 'a', executionId: 'of-a', kind: 'clicked' };
    const hits = ['x', 'y', 'x'].map((url) => ({ delivery: delivery('a'), url }));
    expect(tallyOf(hits)).toEqual([
      { ...clicked, hits: 3 },
      { ...clicked, url: 'x', hits: 2 },
      { ...clicked, url: 'y', hits: 1 },
    ]);
  });
});
