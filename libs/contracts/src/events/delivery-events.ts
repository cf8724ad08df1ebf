import { Type, type Static } from '@sinclair/typebox';
import type { EventDefinition } from './event-definition.js';
import { identifier, jsonObject, numberFrom } from './fields.js';

/** What a chunk carries once for all its deliveries. `executionId` + `chunk` is the key. */
const chunkIdentity = {
  executionId: identifier,
  sandbox: identifier,
  campaignId: identifier,
  campaignVersion: numberFrom(1),
  chunk: numberFrom(0),
};

const channel = Type.Literal('email');

/** Who a delivery is for, as the caller names them. */
const recipientIdentity = { namespace: identifier, userId: identifier };

const deliveryRequestSchema = Type.Object({
  deliveryId: Type.String({ format: 'uuid' }),
  /** The recipient's place in the call, from 0. */
  ordinal: numberFrom(0),
  ...recipientIdentity,
  channel,
  address: identifier,
  treatment: identifier,
  locale: identifier,
  context: jsonObject,
  /** Only those attributes that the campaign's version uses. */
  profile: jsonObject,
});

/** One message to one address, as the resolver asks for it. */
export type DeliveryRequest = Static<typeof deliveryRequestSchema>;

/** Send this chunk. Transactional campaigns have a topic of their own, so that none waits behind a blast. */
export const transactionalDeliveriesRequested = {
  type: 'deliveries.requested.transactional.v1',
  isCompacted: false,
  schema: Type.Object({
    ...chunkIdentity,
    deliveries: Type.Array(deliveryRequestSchema, { minItems: 1, maxItems: 500 }),
  }),
} as const satisfies EventDefinition;

const deliveryReportSchema = Type.Object({
  deliveryId: Type.String({ format: 'uuid' }),
  ordinal: numberFrom(0),
  ...recipientIdentity,
  channel,
  state: Type.Union([Type.Literal('sent'), Type.Literal('failed'), Type.Literal('excluded')]),
  /** An exclusion reason, or why the delivery failed. Absent where the message was sent. */
  reason: Type.Optional(Type.String()),
  /** What the provider or the renderer said, for people. */
  detail: Type.Optional(Type.String()),
  attempt: numberFrom(0),
  at: Type.String({ format: 'date-time' }),
});

/** What became of one delivery. */
export type DeliveryReport = Static<typeof deliveryReportSchema>;

/** What became of a chunk's deliveries, said by whoever decided it. */
export const deliveriesReported = {
  type: 'deliveries.reported.v1',
  isCompacted: false,
  schema: Type.Object({
    ...chunkIdentity,
    reports: Type.Array(deliveryReportSchema, { minItems: 1, maxItems: 500 }),
  }),
} as const satisfies EventDefinition;
