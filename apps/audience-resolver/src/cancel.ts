import type { Person } from './eligibility.js';
import { exclude } from './exclude.js';
import type { Resolved, ResolvedCampaign } from './resolve.js';

/** What a person of a cancelled execution comes to, whatever else would keep them from getting a message. */
export function cancel(executionId: string, person: Person, { campaign }: ResolvedCampaign): Resolved {
  return exclude(executionId, person, campaign.channel, 'Cancelled');
}
