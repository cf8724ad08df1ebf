import type { CampaignDraft } from '../definition.js';
import { finding, type Finding } from './finding.js';

/** What a branch needs to know of the campaigns of its sandbox. */
export interface BranchReferences {
  /** The campaign that is reviewed. */
  campaignId: string;
  /** Those that it branches to, by their ids, as far as they are there. */
  campaigns: ReadonlyMap<string, Pick<CampaignDraft, 'category' | 'identityNamespace' | 'highThroughputMode'>>;
}

/**
 * What keeps a campaign from being executed in the place of another one: it must be there, another one, and take the same
 * call. Whether it is live is looked at when it is executed.
 */
export function branchFindings(draft: CampaignDraft, references: BranchReferences): Finding[] {
  return (draft.dataSources ?? []).flatMap(({ onFailure, branchCampaignId }, index) => {
    const detail = branchFault(draft, { isBranching: onFailure === 'branch', branchCampaignId }, references);
    return detail === undefined ? [] : [finding('BranchInvalid', `/dataSources/${index}/branchCampaignId`, detail)];
  });
}

function branchFault(
  { category, identityNamespace, highThroughputMode = false }: CampaignDraft,
  { isBranching, branchCampaignId }: { isBranching: boolean; branchCampaignId: string | undefined },
  { campaignId, campaigns }: BranchReferences,
): string | undefined {
  if (branchCampaignId === undefined) return isBranching ? 'Name the campaign that is executed instead.' : undefined;
  if (!isBranching) return 'Only where onFailure is branch another campaign is executed.';
  if (branchCampaignId === campaignId) return 'A campaign cannot take its own place.';
  const other = campaigns.get(branchCampaignId);
  if (!other) return 'There is no such campaign.';
  if (other.category !== category) return `The campaign is ${other.category}; it must be ${category}.`;
  if (other.highThroughputMode && !highThroughputMode) {
    return 'The campaign is in high-throughput mode; the recipients of this one may have profiles.';
  }
  if (category === 'marketing' || other.identityNamespace === identityNamespace) return undefined;
  return `The campaign addresses ${other.identityNamespace}; the recipients of this one are in ${identityNamespace}.`;
}
