import type { Campaign } from '@clarion/contracts';

/** The endpoints by which executions are asked for. */
export type Endpoint = 'unitary' | 'highthroughput' | 'audience';

/** What of a campaign says it. */
export type Mode = Pick<Campaign, 'category' | 'highThroughputMode'>;

/** The one that triggers this campaign: a campaign has profiles or is in high-throughput mode, never both. */
export function endpointOf({ category, highThroughputMode }: Mode): Endpoint {
  if (category === 'marketing') return 'audience';
  return highThroughputMode ? 'highthroughput' : 'unitary';
}
