import { invalidRequest, Problem } from '@clarion/service';
import { describe, expect, it } from '@jest/globals';
import { failureOf } from './failure.js';

describe('why a schedule failed', () => {
  it('is the code and the sentence with which a call would be refused', () => {
    const refusal = new Problem(409, 'CampaignNotLive', 'The campaign is stopped.');
    expect(failureOf(refusal)).toEqual({ reason: 'CampaignNotLive', detail: 'The campaign is stopped.' });
  });

  it('names the first faults, and says how many more there are', () => {
    const errors = Array.from({ length: 7 }, (_, index) => ({ pointer: `/context/${index}`, detail: 'is odd' }));
    expect(failureOf(invalidRequest(errors.slice(0, 1), {})).detail).toMatch(/\. \/context\/0 is odd\.$/);
    const { detail } = failureOf(new Problem(422, 'ContextInvalid', 'It does not fit.', { errors }));
    expect(detail).toContain('/context/4 is odd; and 2 more.');
    expect(detail).not.toContain('/context/5');
  });
});
