import type { CampaignDraft } from '../definition.js';
import { finding, type Finding } from './finding.js';

/** Webhooks are for transactional campaigns: a blast would tell a receiver of millions, one by one. */
export function webhookFindings({ enableWebhooks, category }: CampaignDraft): Finding[] {
  if (!enableWebhooks || category === 'transactional') return [];
  const detail = 'Only transactional campaigns may tell webhooks what becomes of their recipients.';
  return [finding('WebhooksNotAllowed', '/enableWebhooks', detail)];
}
