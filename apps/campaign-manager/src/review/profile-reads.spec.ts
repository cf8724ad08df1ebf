import { describe, expect, it } from '@jest/globals';
import type { CampaignDraft, DataSourceDraft } from '../definition.js';
import { profileReads } from './profile-reads.js';

const draft: CampaignDraft = {
  name: 'Weather',
  category: 'marketing',
  channel: 'email',
  channelConfigurationId: 'c',
  identityNamespace: 'crmId',
  createNewProfiles: false,
  content: [
    {
      treatment: 'A',
      locale: 'en',
      subject: '{{profile.person.name}}',
      html: '{{profile.person.name}}{{#each profile.hobbies}}{{name}}{{/each}}{{profile.tags.length}}{{context.a}}',
    },
  ],
  dataSources: [
    { alias: 'weather', dataSourceId: 'w', join: { kind: 'match', column: 'city', attribute: 'address.city' } },
  ],
};
const weather: DataSourceDraft = {
  name: 'Weather',
  request: {
    ...{ method: 'POST', url: 'https://api.example.com/', addCount: false, params: {}, timeoutMs: 1_000 },
    inboundColumns: [{ key: 'zip', attribute: 'address.zip' }],
  },
};

describe('the attributes of profiles that a campaign reads', () => {
  it('are told once, where they are read first, and lists without their members', () => {
    const nowhere = { campaignId: 'c1', campaigns: new Map<never, never>() };
    const dataSources = new Map([['w', weather]]);
    const references = { configuration: undefined, audience: undefined, dataSources, ...nowhere };
    expect(profileReads(draft, references)).toEqual([
      { attribute: 'person.name', pointer: '/content/0/subject' },
      { attribute: 'hobbies', pointer: '/content/0/html' },
      { attribute: 'tags', pointer: '/content/0/html' },
      { attribute: 'address.city', pointer: '/dataSources/0/join/attribute' },
      { attribute: 'address.zip', pointer: '/dataSources/0/dataSourceId' },
    ]);
  });
});
