import 'reflect-metadata';
import { describe, expect, it } from '@jest/globals';
import type { CampaignDraft, DataSourceDraft } from '../definition.js';
import { campaignDraftOf } from './campaign-draft-of.js';
import { documentOf, sameNames, type Named } from './document-of.js';
import { readDocument } from './read-document.js';

const draft: CampaignDraft = {
  name: 'Match day',
  category: 'marketing',
  channel: 'email',
  channelConfigurationId: 'cc-1',
  identityNamespace: 'crmId',
  createNewProfiles: false,
  audienceId: 'au-1',
  dataSources: [
    { alias: 'lineup', dataSourceId: 'ds-1', join: { kind: 'all' } },
    { alias: 'bench', dataSourceId: 'ds-1', join: { kind: 'all' }, onFailure: 'branch', branchCampaignId: 'ca-2' },
  ],
  content: [{ treatment: 'A', locale: 'en', subject: 'Tonight', html: '<p>Tonight</p>' }],
};
const lineup = {
  name: 'Line-up',
  request: {
    method: 'GET',
    url: 'https://api.example.com/lineup',
    auth: { kind: 'basic', username: 'ada', password: { sealed: 'v1.abc', host: 'api.example.com:443' } },
    addCount: true,
    inboundColumns: [],
    params: {},
    timeoutMs: 60_000,
  },
  mapping: { arrayPath: '', columns: [{ id: 'player', key: 'player', type: 'text' }] },
} satisfies DataSourceDraft;
const named: Named = {
  channelConfiguration: {
    name: 'Club mail',
    channel: 'email',
    category: 'marketing',
    sender: { name: 'The club', address: 'club@example.com' },
    provider: { type: 'smtp', host: 'mail.example.com', port: 25 },
  },
  audience: { name: 'Fans', kind: 'list', identities: [{ namespace: 'crmId', userId: 'ada' }] },
  dataSources: new Map([['ds-1', lineup]]),
  campaigns: new Map([['ca-2', { name: 'Match day, plain' }]]),
};

describe('the document of a campaign', () => {
  it('names by name what the campaign names by id, each data source once', () => {
    const document = documentOf(draft, named);
    expect(document).toMatchObject({
      clarion: 1,
      campaign: {
        name: 'Match day',
        dataSources: [
          { alias: 'lineup', dataSource: 'Line-up' },
          { alias: 'bench', dataSource: 'Line-up', branchCampaign: 'Match day, plain' },
        ],
      },
      audience: { name: 'Fans' },
      channelConfiguration: { name: 'Club mail' },
      dataSources: [{ name: 'Line-up' }],
    });
    expect(JSON.stringify(document)).not.toMatch(/ds-1|ca-2|au-1|cc-1/);
  });

  it('has no more of a secret than that it is set, and for which host', () => {
    const document = documentOf(draft, named);
    expect(document).toMatchObject({
      dataSources: [{ request: { auth: { password: { isSet: true, host: 'api.example.com:443' } } } }],
    });
    expect(JSON.stringify(document)).not.toContain('v1.abc');
  });

  it('is read back as it was written, and is the same draft once names are ids again', async () => {
    const document = await readDocument(JSON.parse(JSON.stringify(documentOf(draft, named))));
    expect(document).toEqual(documentOf(draft, named));
    const ids = {
      channelConfigurationId: 'cc-1',
      audienceId: 'au-1',
      dataSourceIds: new Map([['Line-up', 'ds-1']]),
      branchCampaignIds: new Map([['Match day, plain', 'ca-2']]),
    };
    expect(campaignDraftOf(document.campaign, ids)).toEqual(draft);
  });

  it('is not made while something is missing; the faults say what', () => {
    const empty = {
      channelConfiguration: undefined,
      audience: undefined,
      dataSources: new Map(),
      campaigns: new Map(),
    };
    const document = documentOf(draft, empty);
    if (!('missing' in document)) throw new Error('It was made');
    expect(document.missing.map(({ pointer }) => pointer)).toEqual([
      '/channelConfigurationId',
      '/audienceId',
      '/dataSources/0/dataSourceId',
      '/dataSources/1/dataSourceId',
      '/dataSources/1/branchCampaignId',
    ]);
  });

  it('cannot tell two data sources of one name apart', () => {
    const uses = ['ds-1', 'ds-2'].map((id) => ({ alias: id, dataSourceId: id, join: { kind: 'all' as const } }));
    const both = new Map([...named.dataSources, ['ds-2', { name: 'Line-up' }]]);
    const faults = sameNames({ ...draft, dataSources: uses }, { ...named, dataSources: both });
    expect(faults.map(({ pointer }) => pointer)).toEqual(['/dataSources/1/dataSourceId']);
    expect(sameNames(draft, named)).toEqual([]);
  });
});
