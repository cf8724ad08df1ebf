import { describe, expect, it } from '@jest/globals';
import type { CampaignDraft } from '../definition.js';
import { webhookFindings } from './review-webhooks.js';

const draft: CampaignDraft = {
  name: 'Code',
  category: 'transactional',
  channel: 'email',
  channelConfigurationId: 'cc1',
  identityNamespace: 'email',
  createNewProfiles: false,
  content: [],
};

describe('the review of webhooks', () => {
  it('lets transactional campaigns have them, and marketing be without', () => {
    expect(webhookFindings({ ...draft, enableWebhooks: true })).toEqual([]);
    expect(webhookFindings({ ...draft, category: 'marketing' })).toEqual([]);
    expect(webhookFindings({ ...draft, category: 'marketing', enableWebhooks: false })).toEqual([]);
  });

  it('refuses them to marketing', () => {
    expect(webhookFindings({ ...draft, category: 'marketing', enableWebhooks: true })).toMatchObject([
      { severity: 'error', code: 'WebhooksNotAllowed', pointer: '/enableWebhooks' },
    ]);
  });
});
