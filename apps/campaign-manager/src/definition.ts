import type {
  Audience,
  Campaign,
  CampaignDataSource,
  DataSourceMapping,
  DataSourcePolicy,
  DataSourceRequest,
  DefinitionActivation,
  DefinitionBodies,
  Schedule,
} from '@clarion/contracts';
import type { HeldLabels } from '@clarion/service';
import type { DraftReview } from './campaign-life.js';

/** How a campaign uses a data source: templates know its rows as `data.<alias>`. */
export type DataSourceUse = Omit<CampaignDataSource, 'request' | 'mapping' | 'policy'>;

/** A campaign as it is being written: it names its audience and data sources, which its versions carry whole. */
export interface CampaignDraft extends Omit<Campaign, 'audience' | 'dataSources'> {
  audienceId?: string;
  dataSources?: DataSourceUse[];
}

/** An audience as people save it. */
export type AudienceDraft = Audience & { name: string };

/** A data source as it is being written: what is still missing keeps campaigns that use it from going live. */
export interface DataSourceDraft {
  name: string;
  request?: DataSourceRequest;
  mapping?: DataSourceMapping;
  policy?: DataSourcePolicy;
}

/** What the draft of each kind may say. Audiences and data sources are the manager's own, and never published. */
export interface DraftBodies extends Omit<DefinitionBodies, 'campaign'> {
  campaign: CampaignDraft;
  audience: AudienceDraft;
  'data-source': DataSourceDraft;
}

/** All that people configure here; some of it is published. */
export type ManagedKind = keyof DraftBodies;

/** What somebody may see: of one sandbox, what has no other access labels than these. */
export interface Reach {
  sandbox: string;
  heldLabels: HeldLabels;
}

/** Names one definition for somebody. Whoever names what they do not reach finds nothing. */
export interface DefinitionKey<Kind extends ManagedKind = ManagedKind> extends Reach {
  kind: Kind;
  id: string;
}

/** Who changes a definition, and the trace that the change belongs to. */
export interface Origin {
  keyId: string;
  traceparent: string;
}

/** Anything people configure: its draft, and which of its published versions counts. */
export interface Definition<Kind extends ManagedKind = ManagedKind> {
  kind: Kind;
  sandbox: string;
  id: string;
  state: 'draft' | DefinitionActivation['state'];
  /** The draft, as people wrote it; what was published is in the versions. */
  body: DraftBodies[Kind];
  /** The version that counts; null until the first is published. */
  version: number | null;
  /** Grows with every activation; 0 until the first. */
  revision: number;
  /** Of a campaign that has ended: its running executions were to be cancelled. */
  isRunningCancelled: boolean;
  /** That of the version that counts, where it has one. */
  schedule: Schedule;
  /** The draft is not what the version that counts was made of; true until the first is published. */
  hasUnpublishedChanges: boolean;
  /** Of a campaign's draft. */
  review: DraftReview;
  /** What was approved: the hash of the version that the draft was then. */
  approvedHash: string | null;
  /** The keys that wrote the draft since it was approved last. */
  draftAuthors: string[];
  /** Access labels of the draft, and of the version that counts. */
  labels: string[];
  /** Whether its sandbox makes live only what was approved. */
  needsApproval: boolean;
  createdAt: Date;
  /** The key that wrote it first; null where that was before this was kept. */
  createdBy: string | null;
  updatedAt: Date;
  /** The key that changed it last. */
  updatedBy: string | null;
}
