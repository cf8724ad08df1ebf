import type { Campaign, DefinitionActivation, DefinitionBodies, DefinitionKind } from '@clarion/contracts';

/** A campaign as it is being written: what the contract allows, and what the review will refuse. */
export interface CampaignDraft extends Omit<Campaign, 'category'> {
  category: 'transactional' | 'marketing';
}

/** What the draft of each kind may say. */
export interface DraftBodies extends Omit<DefinitionBodies, 'campaign'> {
  campaign: CampaignDraft;
}

/** Names one definition. Whoever names another sandbox finds nothing. */
export interface DefinitionKey<Kind extends DefinitionKind = DefinitionKind> {
  kind: Kind;
  sandbox: string;
  id: string;
}

/** Anything people configure: its draft, and which of its published versions counts. */
export interface Definition<Kind extends DefinitionKind = DefinitionKind> extends DefinitionKey<Kind> {
  state: 'draft' | DefinitionActivation['state'];
  /** The draft; what was published is in the versions. */
  body: DraftBodies[Kind];
  /** The version that counts; null until the first is published. */
  version: number | null;
  /** Grows with every activation; 0 until the first. */
  revision: number;
  createdAt: Date;
  updatedAt: Date;
}
