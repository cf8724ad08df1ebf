import type { Campaign, CampaignDataSource } from '@clarion/contracts';

/**
 * For how many seconds, at most, executions of this campaign share a snapshot of the data source; `undefined`: each has its
 * own. A *row* is given once, and inbound columns tell of one execution's members: neither is shared.
 */
export function sharedSeconds(
  { shareForSeconds, join, request }: CampaignDataSource,
  category: Campaign['category'],
): number | undefined {
  if (category !== 'transactional' || join.kind === 'row' || request.inboundColumns.length > 0) return undefined;
  return shareForSeconds !== undefined && shareForSeconds > 0 ? shareForSeconds : undefined;
}
