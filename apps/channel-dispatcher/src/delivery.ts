import type { DeliveryRequest } from '@clarion/contracts';

/** A requested delivery, with what its chunk says of it. */
export interface Delivery extends DeliveryRequest {
  executionId: string;
  sandbox: string;
  campaignId: string;
  campaignVersion: number;
  traceparent: string;
}

/** Why a delivery failed; all of them end it. */
export type FailureReason =
  /** The template has no value for something that it puts out. */
  | 'RenderFailed'
  /** The campaign's channel configuration is gone. */
  | 'ChannelConfigurationNotFound'
  /** The provider refused the message for good. */
  | 'ProviderRejected'
  /** The provider did not answer, or not now, three times in a row. */
  | 'ProviderUnavailable';

/** How a delivery ended. */
export type Result = { state: 'sent' } | { state: 'failed'; reason: FailureReason; detail: string };
