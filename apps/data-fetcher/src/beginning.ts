import type { Campaign, EventData, events } from '@clarion/contracts';
import type { Failure } from './failure.js';

/** The data of `execution.accepted.v1`. */
export type Accepted = EventData<typeof events.executionAccepted>;

/** What an accepted execution begins with here: what is to be fetched, or its end. */
export type Beginning =
  { state: 'fetching'; aliases: string[] } | { state: 'ready' } | { state: 'failed' | 'skipped'; failure: Failure };

/** A campaign without data sources comes here by mistake only; it is not held up. */
export function beginningOf({ campaignId, campaignVersion }: Accepted, campaign: Campaign | undefined): Beginning {
  if (!campaign) {
    const detail = `Campaign ${campaignId} has no version ${campaignVersion}.`;
    return { state: 'failed', failure: { reason: 'CampaignVersionNotFound', detail } };
  }
  const aliases = (campaign.dataSources ?? []).map(({ alias }) => alias);
  return aliases.length === 0 ? { state: 'ready' } : { state: 'fetching', aliases };
}
