import { describe, expect, it } from '@jest/globals';
import type { Call } from '../call.js';
import { executeAtFaultsOf, executeAtOf, runsAt } from './execute-at.js';

const now = new Date('2026-05-01T08:00:00Z');
const at = (executeAt: string): Call => ({ kind: 'audience', body: { campaignId: 'c1', schedule: { executeAt } } });
const unitary: Call = { kind: 'unitary', body: { requestId: 'r1', campaignId: 'c1', recipients: [] } };

describe('when a call is to run', () => {
  it('is its executeAt, or now where it has none or that has just passed', () => {
    expect(executeAtOf(at('2026-05-01T10:30:00+02:00'))).toEqual(new Date('2026-05-01T08:30:00Z'));
    expect(runsAt(at('2026-05-01T10:30:00+02:00'), now)).toEqual(new Date('2026-05-01T08:30:00Z'));
    expect(runsAt(at('2026-05-01T07:59:00Z'), now)).toEqual(now);
    for (const call of [unitary, { kind: 'audience', body: { campaignId: 'c1' } } as const]) {
      expect(executeAtOf(call)).toBeUndefined();
      expect(runsAt(call, now)).toEqual(now);
      expect(executeAtFaultsOf(call, now)).toEqual([]);
    }
  });

  it.each(['2026-05-01T08:00:00Z', '2026-05-01T07:55:00.001Z', '2026-05-01T08:00:01Z', '2027-05-02T08:00:00Z'])(
    'may be %s',
    (executeAt) => {
      expect(executeAtFaultsOf(at(executeAt), now)).toEqual([]);
    },
  );

  it.each([
    ['2026-05-01T07:55:00Z', 'must not be over for 5 minutes or more'],
    ['2016-08-29T09:12:33.001Z', 'must not be over for 5 minutes or more'],
    ['2027-05-02T08:00:00.001Z', 'must be within 366 days from now'],
    ['2999-12-31T23:59:59Z', 'must be within 366 days from now'],
  ])('may not be %s', (executeAt, detail) => {
    expect(executeAtFaultsOf(at(executeAt), now)).toEqual([{ pointer: '/schedule/executeAt', detail }]);
  });
});
