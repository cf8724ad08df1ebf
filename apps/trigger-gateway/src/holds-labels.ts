import type { Definitions } from '@clarion/definitions';
import { lackingLabels, type Caller } from '@clarion/service';

/**
 * Whether a caller holds the access labels of a campaign, as its version that counts has them. What is of a campaign whose
 * labels they lack is as if it were not there.
 * @throws ServiceUnavailable
 */
export async function holdsLabels(
  { heldLabels }: Caller,
  campaignId: string,
  definitions: Definitions,
): Promise<boolean> {
  const campaign = await definitions.active('campaign', campaignId);
  return lackingLabels(campaign?.body.labels, heldLabels).length === 0;
}
