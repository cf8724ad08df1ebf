import { describe, expect, it } from '@jest/globals';
import { Problem } from './problem.js';

describe('a problem', () => {
  it('is an RFC 9457 document with a stable code, and Adobe’s report beside it', () => {
    const problem = new Problem(404, 'CampaignNotFound', 'There is no campaign c1.', {
      additionalContext: { campaignId: 'c1' },
    });
    expect(problem.toDocument()).toEqual({
      type: 'urn:clarion:problem:CampaignNotFound',
      title: 'Campaign not found',
      status: 404,
      code: 'CampaignNotFound',
      detail: 'There is no campaign c1.',
      report: { additionalContext: { campaignId: 'c1' } },
    });
  });
});
