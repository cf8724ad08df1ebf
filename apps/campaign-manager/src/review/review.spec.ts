import type { Variant } from '@clarion/contracts';
import { describe, expect, it } from '@jest/globals';
import type { AudienceDraft, CampaignDraft, DataSourceDraft } from '../definition.js';
import { errorsAmong } from './finding.js';
import { review, type References } from './review.js';

const variant: Variant = { treatment: 'A', locale: 'en', subject: 'Hi', html: '<p>{{context.link}}</p>' };
const draft: CampaignDraft = {
  name: 'Password reset',
  category: 'transactional',
  channel: 'email',
  channelConfigurationId: 'configuration-1',
  identityNamespace: 'crmId',
  createNewProfiles: true,
  content: [variant],
};
const configuration = { state: 'live', channel: 'email', category: 'transactional' };
const nowhere = { campaignId: 'c1', campaigns: new Map<never, never>() };
const references: References = { configuration, audience: undefined, dataSources: new Map(), ...nowhere };

const audience: AudienceDraft = { name: 'Everyone', kind: 'rule', rule: { combinator: 'and', rules: [] } };
const lineup: DataSourceDraft = {
  name: 'Line-up',
  request: {
    method: 'POST',
    url: 'https://api.example.com/lineup',
    addCount: true,
    inboundColumns: [],
    params: {},
    timeoutMs: 60_000,
  },
  mapping: { arrayPath: '', columns: [{ id: 'player', key: 'player', type: 'text' }] },
};
const { request, mapping } = lineup;
const use = { alias: 'lineup', dataSourceId: 'lineup-1', join: { kind: 'all' as const } };
const matchDay: CampaignDraft = {
  ...draft,
  category: 'marketing',
  audienceId: 'audience-1',
  dataSources: [use],
  content: [{ ...variant, html: '{{#each data.lineup}}{{player}}{{/each}}' }],
};
const ofMatchDay: References = {
  configuration: { ...configuration, category: 'marketing' },
  audience,
  dataSources: new Map([['lineup-1', lineup]]),
  ...nowhere,
};

const errorsIn = (reviewed: CampaignDraft, found: References) => errorsAmong(review(reviewed, found).findings);
const pointersIn = (reviewed: CampaignDraft, found: References) =>
  errorsIn(reviewed, found).map((error) => error.pointer);
const errorOf = (code: string, pointer: string, detail: string) => [{ severity: 'error', code, pointer, detail }];

describe('the review of a campaign', () => {
  it('passes a transactional draft, with what its templates demand of calls', () => {
    const contextSchema = expect.objectContaining({ required: ['link'] }) as object;
    expect(review(draft, references)).toEqual({
      findings: [expect.objectContaining({ code: 'TextMissing', pointer: '/content/0/text' })],
      contextSchema,
      campaign: { ...draft, contextSchema },
      asItStands: { ...draft, contextSchema },
    });
  });

  it('passes a marketing draft with its audience and data sources whole, and no longer named', () => {
    const { audienceId, dataSources, ...rest } = matchDay;
    expect([audienceId, dataSources]).toEqual(['audience-1', [use]]);
    expect(review(matchDay, ofMatchDay).campaign).toEqual({
      ...rest,
      audience: { id: 'audience-1', kind: 'rule', rule: { combinator: 'and', rules: [] } },
      dataSources: [{ ...use, request, mapping }],
    });
  });

  it('passes a list of people as it is', () => {
    const identities = [{ namespace: 'crmId', userId: 'ada' }];
    const result = review(matchDay, { ...ofMatchDay, audience: { name: 'Staff', kind: 'list', identities } });
    expect(result).toMatchObject({ campaign: { audience: { id: 'audience-1', kind: 'list', identities } } });
  });

  it('passes a transactional draft with data sources', () => {
    const { content, dataSources = [] } = matchDay;
    const result = review({ ...draft, content, dataSources }, { ...ofMatchDay, configuration, audience: undefined });
    expect(result).toMatchObject({ campaign: { dataSources: [{ ...use, request, mapping }] } });
    expect(result).not.toHaveProperty('campaign.audience');
  });

  it('passes a draft in high-throughput mode, and says of no other that it is not', () => {
    const fast = { ...draft, createNewProfiles: false, highThroughputMode: true };
    expect(review(fast, references).campaign).toMatchObject({ highThroughputMode: true });
    expect(review({ ...fast, highThroughputMode: false }, references).campaign).not.toHaveProperty(
      'highThroughputMode',
    );
    expect(pointersIn({ ...fast, createNewProfiles: true }, references)).toEqual(['/createNewProfiles']);
  });

  it('passes a draft that tells webhooks, and says of no other that it does not', () => {
    expect(review({ ...draft, enableWebhooks: true }, references).campaign).toMatchObject({ enableWebhooks: true });
    expect(review({ ...draft, enableWebhooks: false }, references).campaign).not.toHaveProperty('enableWebhooks');
  });

  it('publishes no data sources where the draft names none', () => {
    expect(review({ ...draft, dataSources: [] }, references).campaign).not.toHaveProperty('dataSources');
  });

  it('refuses a marketing campaign without an audience', () => {
    const { audienceId, ...without } = matchDay;
    expect(audienceId).toBeDefined();
    expect(errorsIn(without, { ...ofMatchDay, audience: undefined })).toEqual(
      errorOf('AudienceMissing', '/audienceId', 'A marketing campaign needs an audience.'),
    );
  });

  it('refuses an audience that does not exist', () => {
    expect(errorsIn(matchDay, { ...ofMatchDay, audience: undefined })).toEqual(
      errorOf('AudienceMissing', '/audienceId', 'There is no such audience.'),
    );
  });

  it('refuses an audience for a transactional campaign', () => {
    const detail = 'A transactional campaign has no audience: its recipients are named in the call.';
    expect(errorsIn({ ...draft, audienceId: 'audience-1' }, { ...references, audience })).toEqual(
      errorOf('AudienceNotAllowed', '/audienceId', detail),
    );
  });

  it('refuses a campaign whose channel configuration does not exist', () => {
    expect(errorsIn(draft, { ...references, configuration: undefined })).toEqual(
      errorOf('ConfigurationMissing', '/channelConfigurationId', 'There is no such channel configuration.'),
    );
  });

  it.each([
    ['is not live', 'ConfigurationMissing', { state: 'stopped' }],
    ['is for another channel', 'ConfigurationMismatch', { channel: 'sms' }],
    ['is for another category', 'ConfigurationMismatch', { category: 'marketing' }],
  ])('refuses a campaign whose channel configuration %s', (_, code, changed) => {
    const errors = errorsIn(draft, { ...references, configuration: { ...configuration, ...changed } });
    const detail = expect.stringContaining(Object.values(changed)[0] ?? '') as unknown as string;
    expect(errors).toEqual(errorOf(code, '/channelConfigurationId', detail));
  });

  it('refuses a marketing campaign whose channel configuration is for transactional ones', () => {
    expect(pointersIn(matchDay, { ...ofMatchDay, configuration })).toEqual(['/channelConfigurationId']);
  });

  it('lets templates read data only by the aliases of the campaign', () => {
    expect(pointersIn({ ...matchDay, dataSources: [{ ...use, alias: 'players' }] }, ofMatchDay)).toEqual([
      '/content/0/html',
    ]);
  });

  it('knows an alias whose data source is at fault: one fault is said once', () => {
    expect(pointersIn(matchDay, { ...ofMatchDay, dataSources: new Map() })).toEqual(['/dataSources/0/dataSourceId']);
  });

  it('refuses a branch to a campaign that there is not', () => {
    const branching: CampaignDraft = {
      ...matchDay,
      dataSources: [{ ...use, onFailure: 'branch', branchCampaignId: 'c9' }],
    };
    expect(pointersIn(branching, ofMatchDay)).toEqual(['/dataSources/0/branchCampaignId']);
  });

  it('reports all faults at once', () => {
    const content = [{ ...variant, subject: '' }, { ...variant, locale: 'de', html: '{{>header}}' }, variant];
    const nothingFound = { ...references, configuration: undefined };
    expect(pointersIn({ ...matchDay, content }, nothingFound)).toEqual([
      '/audienceId',
      '/channelConfigurationId',
      '/dataSources/0/dataSourceId',
      '/content/0/subject',
      '/content/1/html',
      '/content/2',
    ]);
  });

  it('lets warnings pass', () => {
    const html = '<a href="">Go</a>';
    const { findings, campaign } = review({ ...draft, content: [{ ...variant, html }] }, references);
    expect(findings).toContainEqual(expect.objectContaining({ severity: 'warning', code: 'LinkEmpty' }));
    expect(campaign).toBeDefined();
  });
});
