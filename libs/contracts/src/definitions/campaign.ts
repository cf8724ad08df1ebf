import type { Audience } from './audience.js';
import type { ContextSchema } from './context-schema.js';
import type { CampaignDataSource } from './data-source.js';
import type { Schedule } from './schedule.js';

/** What a campaign says in one treatment and one language. Subject, html and text are templates. */
export interface Variant {
  treatment: string;
  /** BCP 47, for example `en` or `pt-BR`. */
  locale: string;
  subject: string;
  html: string;
  /** Absent: the mail has no text part. */
  text?: string;
}

/** *transactional*: recipients are named in the call. *marketing*: an audience, and consent is needed. */
export type Category = 'transactional' | 'marketing';

/** What is told of what recipients do with their mails: off where it is absent. */
export interface CampaignTracking {
  /** Whether a mail was opened, as far as its images are loaded. */
  opens?: boolean;
  /** Which of its links were followed. */
  clicks?: boolean;
}

/** A campaign's version as it was activated: all that a service needs to run it. */
export interface Campaign {
  name: string;
  /** For people. */
  description?: string;
  /** For finding it. */
  tags?: string[];
  /** Access labels: only keys that hold all of them see, change and trigger it. */
  labels?: string[];
  /** Whatever the systems around it keep with it. */
  metadata?: Record<string, unknown>;
  category: Category;
  /**
   * Whether it is in high-throughput mode: its calls name `external` recipients only, by an endpoint of their own, and
   * no profile is read for them. Transactional campaigns only; absent: it is not.
   */
  highThroughputMode?: boolean;
  /** Whether the sandbox's webhooks hear what becomes of its recipients. Transactional campaigns only; absent: no. */
  enableWebhooks?: boolean;
  channel: 'email';
  channelConfigurationId: string;
  /** The one namespace whose identities this campaign addresses. */
  identityNamespace: string;
  /** Off: an unknown profile is excluded as `ProfileNotFound`. */
  createNewProfiles: boolean;
  /** Whom it is for. Marketing campaigns have one, transactional campaigns none. */
  audience?: Audience & { id: string };
  /** What it fetches before it is resolved; absent or empty when it needs nothing. Their aliases differ. */
  dataSources?: CampaignDataSource[];
  /** When calls are taken; absent: always. */
  schedule?: Schedule;
  /** Of marketing: so many members are released a second; absent: as fast as can be. */
  throttleRatePerSec?: number;
  /** Absent: nobody is tracked. */
  tracking?: CampaignTracking;
  content: Variant[];
  /** What the context of each call, or of each of its recipients, must fit; absent: it may be anything. */
  contextSchema?: ContextSchema;
}
