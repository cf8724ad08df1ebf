import type { Campaign, ChannelConfiguration, Chunk, DeliveryRequest, ExclusionReason } from '@clarion/contracts';
import type { ChunkData } from './chunk-data.js';
import type { MailTracking } from './mail-tracking.js';

/** A requested delivery, with what its chunk says of it; its context lies over the run's. */
export interface Delivery extends DeliveryRequest {
  executionId: string;
  sandbox: string;
  traceparent: string;
}

/** Which content a delivery has, and which chunk it came with. */
export type ChunkIdentity = Pick<
  Chunk,
  'campaignId' | 'campaignVersion' | 'purpose' | 'webhooks' | 'chunk' | 'snapshots' | 'subjectPrefix'
>;

/** All that an attempt needs to know of a delivery: kept in the row of one that is deferred. */
export interface DeliveryOrder {
  chunk: ChunkIdentity;
  delivery: Delivery;
}

/** What a chunk's deliveries say, and by whom they are sent. */
export interface Content {
  campaign: Campaign;
  configuration: ChannelConfiguration;
  data: ChunkData;
  /** Where a delivery's recipient may say that they want no more of it; absent where nobody is asked (transactional). */
  unsubscribeLinkOf?: LinkOf;
  /** How its mails are tracked; absent where they are not. */
  tracking?: MailTracking;
  /** Stands before each subject. */
  subjectPrefix?: string;
  /** Nothing is sent. */
  isDryRun?: true;
}

/** Makes a delivery's link. */
export type LinkOf = (delivery: Delivery) => string;

/** Why a delivery failed; all of them end it. */
export type FailureReason =
  /** The template has no value for something that it puts out. */
  | 'RenderFailed'
  /** The chunk names a version of a campaign that was never published. */
  | 'CampaignVersionNotFound'
  /** The campaign's channel configuration is gone. */
  | 'ChannelConfigurationNotFound'
  /** A data source of the campaign has no snapshot (any more). */
  | 'SnapshotExpired'
  /** The provider refused the message for good. */
  | 'ProviderRejected'
  /** The provider did not take the message as long as it was valid. */
  | 'ProviderUnavailable';

/** Where a delivery stands after an attempt; all but *deferred* end it. */
export type Result = { state: 'sent' } | Rendered | Failed | Excluded | Deferred | Unknown;

/** That of a dry run: it would be sent. */
export interface Rendered {
  state: 'rendered';
}

/** It could not be sent, or nobody knows whether it was: another attempt follows. */
export interface Deferred {
  state: 'deferred';
  reason: 'ProviderUnavailable' | 'ServiceUnavailable' | DoubtReason;
  detail: string;
}

/** Nobody knows whether it was sent, and no attempt follows. */
export interface Unknown {
  state: 'unknown';
  reason: DoubtReason;
  detail: string;
}

/** Why nobody knows. */
export type DoubtReason =
  /** The process that was sending it died, or stood still for longer than its lease. */
  | 'InterruptedWhileSending'
  /** The connection was lost, or silent, after the end of the message and before the provider's answer. */
  | 'NoReplyAfterBody';

/** Its recipient gets no message, or no other attempt: it has nothing to say to them, or is cancelled. */
export interface Excluded<Reason extends ExclusionReason = 'NoMatchingRow' | 'NoRow' | 'Cancelled'> {
  state: 'excluded';
  reason: Reason;
  /** For people. */
  detail: string;
}

export interface Failed {
  state: 'failed';
  reason: FailureReason;
  /** For people. */
  detail: string;
}
