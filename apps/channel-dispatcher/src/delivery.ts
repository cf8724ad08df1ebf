import type { Campaign, ChannelConfiguration, DeliveryRequest } from '@clarion/contracts';
import type { ChunkData } from './join-data.js';

/** A requested delivery, with what its chunk says of it; its context lies over the run's. */
export interface Delivery extends DeliveryRequest {
  executionId: string;
  sandbox: string;
  traceparent: string;
}

/** What a chunk's deliveries say, and by whom they are sent. */
export interface Content {
  campaign: Campaign;
  configuration: ChannelConfiguration;
  data: ChunkData;
}

/** Why a delivery failed; all of them end it. */
export type FailureReason =
  /** The template has no value for something that it puts out. */
  | 'RenderFailed'
  /** The chunk names a version of a campaign that was never published. */
  | 'CampaignVersionNotFound'
  /** The campaign's channel configuration is gone. */
  | 'ChannelConfigurationNotFound'
  /** A data source of the campaign has no snapshot (any more). */
  | 'SnapshotNotFound'
  /** A data source that is matched has no row for the delivery's profile. */
  | 'NoMatchingRow'
  /** The provider refused the message for good. */
  | 'ProviderRejected'
  /** The provider did not answer, or not now, three times in a row. */
  | 'ProviderUnavailable';

/** How a delivery ended. */
export type Result = { state: 'sent' } | Failed;

export interface Failed {
  state: 'failed';
  reason: FailureReason;
  /** For people. */
  detail: string;
}
