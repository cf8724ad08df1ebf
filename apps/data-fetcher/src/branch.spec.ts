import { describe, expect, it } from '@jest/globals';
import type { Accepted } from './beginning.js';
import { branchedEnd, branchRequest, isBranch, type BranchingFetch, type OwedRequest } from './branch.js';
import type { Failure } from './failure.js';

const failure: Failure = { reason: 'DataSourceRefused', detail: 'Data source offers: it answered with HTTP 404.' };
const accepted: Accepted = {
  executionId: 'UMA-1',
  sandbox: 'dev',
  campaignId: 'c1',
  campaignVersion: 3,
  acceptedAt: '2026-01-01T00:00:00.000Z',
};
const recipients = [
  { type: 'aep' as const, namespace: 'email', userId: 'ada@example.com', context: { name: 'Ada' } },
  { type: 'external' as const, namespace: 'email', userId: 'bo@example.com' },
];
const traceparent = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';
const fetchOf = (changes: Partial<Accepted>): BranchingFetch => ({
  alias: 'offers',
  execution: { ...accepted, ...changes },
  traceparent,
});
const told = { ...failure, alias: 'offers', executionId: 'UMA-1', campaignId: 'c1' };
const requestOf = (changes: Partial<Accepted>) => branchRequest(fetchOf(changes), failure, 'c2');

describe('a branch', () => {
  it('asks for the other campaign, for the same recipients, each with the failure in its context', () => {
    expect(requestOf({ recipients })).toMatchObject({
      topic: 'execution.requested.v1',
      id: 'branch:UMA-1:offers',
      key: 'UMA-1',
      traceparent: expect.stringContaining('0af7651916cd43dd8448eb211c80319c'),
    });
    expect(requestOf({ recipients }).data).toEqual({
      sandbox: 'dev',
      body: {
        requestId: 'branch:UMA-1:offers',
        campaignId: 'c2',
        recipients: [
          { ...recipients[0], context: { name: 'Ada', failure: told } },
          { ...recipients[1], context: { failure: told } },
        ],
      },
    });
  });

  it('asks for the other campaign’s own audience where the execution had one', () => {
    const { body } = requestOf({ context: { match: 'final' } }).data as OwedRequest;
    expect(body).toEqual({
      requestId: 'branch:UMA-1:offers',
      campaignId: 'c2',
      context: { match: 'final', failure: told },
    });
  });

  it('ends the execution by naming who takes over, and the failure', () => {
    expect(branchedEnd(fetchOf({}), failure, 'c2')).toEqual({
      reason: 'Branched',
      detail: `${failure.detail} Campaign c2 takes over, by the request branch:UMA-1:offers.`,
    });
  });

  it.each([
    ['for recipients', { recipients }],
    ['for an audience', { context: { match: 'final' } }],
    ['for an audience, without a context', {}],
  ])('%s is known as one by what it asks with, and nothing else is', (_, changes) => {
    const { body } = requestOf(changes).data as { body: Partial<Accepted> };
    expect(isBranch({ ...accepted, ...body })).toBe(true);
    expect(isBranch({ ...accepted, ...changes })).toBe(false);
  });

  it.each([null, 'failed', {}, { executionId: 'UMA-1' }])('is not known by a caller’s own failure: %j', (own) => {
    expect(isBranch({ ...accepted, context: { failure: own } })).toBe(false);
  });
});
