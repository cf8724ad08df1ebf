import { describe, expect, it } from '@jest/globals';
import type { CampaignDraft, DataSourceUse } from '../definition.js';
import { branchFindings, type BranchReferences } from './branch-findings.js';

const draft: CampaignDraft = {
  name: 'Offers',
  category: 'transactional',
  channel: 'email',
  channelConfigurationId: 'cc1',
  identityNamespace: 'email',
  createNewProfiles: true,
  content: [],
};
const use: DataSourceUse = { alias: 'offers', dataSourceId: 'ds1', join: { kind: 'all' } };
const { category, identityNamespace } = draft;
const references: BranchReferences = {
  campaignId: 'c1',
  campaigns: new Map([
    ['c1', { category, identityNamespace }],
    ['c2', { category, identityNamespace }],
    ['ht', { category, identityNamespace, highThroughputMode: true }],
    ['crm', { category, identityNamespace: 'crmId' }],
    ['m1', { category: 'marketing', identityNamespace }],
    ['m2', { category: 'marketing', identityNamespace: 'crmId' }],
  ]),
};
const findingsOf = (changes: Partial<DataSourceUse>, of: Partial<CampaignDraft> = {}) =>
  branchFindings({ ...draft, ...of, dataSources: [use, { ...use, ...changes }] }, references);

describe('a branch', () => {
  it.each([
    ['to none', {}, {}],
    ['to a campaign that takes the same call', { onFailure: 'branch', branchCampaignId: 'c2' }, {}],
    ['to one without profiles', { onFailure: 'branch', branchCampaignId: 'ht' }, { highThroughputMode: true }],
    ['to one with profiles', { onFailure: 'branch', branchCampaignId: 'c2' }, { highThroughputMode: true }],
    ['to an audience of its own', { onFailure: 'branch', branchCampaignId: 'm2' }, { category: 'marketing' }],
  ] as const)('%s may be', (_, changes, of) => {
    expect(findingsOf(changes, of)).toEqual([]);
  });

  it.each([
    ['to nowhere', { onFailure: 'branch' }, 'Name the campaign'],
    ['without a failure that is handled so', { onFailure: 'skip', branchCampaignId: 'c2' }, 'Only where onFailure'],
    ['to itself', { onFailure: 'branch', branchCampaignId: 'c1' }, 'cannot take its own place'],
    ['to a campaign that there is not', { onFailure: 'branch', branchCampaignId: 'c9' }, 'There is no such campaign'],
    ['to a campaign of another category', { onFailure: 'branch', branchCampaignId: 'm1' }, 'is marketing'],
    ['to a campaign without profiles', { onFailure: 'branch', branchCampaignId: 'ht' }, 'high-throughput mode'],
    ['to a campaign of other identities', { onFailure: 'branch', branchCampaignId: 'crm' }, 'addresses crmId'],
  ] as const)('%s may not be', (_, changes, detail) => {
    expect(findingsOf(changes)).toEqual([
      {
        severity: 'error',
        code: 'BranchInvalid',
        pointer: '/dataSources/1/branchCampaignId',
        detail: expect.stringContaining(detail),
      },
    ]);
  });
});
