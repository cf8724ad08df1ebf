import { Type, type Static } from '@sinclair/typebox';
import type { EventDefinition } from './event-definition.js';
import {
  channel,
  identifier,
  jsonObject,
  numberFrom,
  purpose,
  recipientIdentity,
  snapshotsSchema,
  subjectPrefix,
  webhooks,
} from './fields.js';

/** What a chunk carries once for all its deliveries. `executionId` + `chunk` is the key. */
const chunkIdentity = {
  executionId: identifier,
  sandbox: identifier,
  campaignId: identifier,
  campaignVersion: numberFrom(1),
  purpose: Type.Optional(purpose),
  webhooks: Type.Optional(webhooks),
  /** The ordinal of the first recipient or member that it is about. */
  chunk: numberFrom(0),
};

const deliveryRequestSchema = Type.Object({
  deliveryId: Type.String({ format: 'uuid' }),
  /** The recipient's place in the call, or the member's in the run; from 0. */
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

const chunkSchema = Type.Object({
  ...chunkIdentity,
  /** Which rows the templates see as `data.<alias>`; absent when the campaign has no data sources. */
  snapshots: Type.Optional(snapshotsSchema),
  /** The run's context. A delivery's own is laid over it. */
  context: Type.Optional(jsonObject),
  subjectPrefix: Type.Optional(subjectPrefix),
  deliveries: Type.Array(deliveryRequestSchema, { minItems: 1, maxItems: 500 }),
});

/** 1 to 500 deliveries of one execution that travel together. */
export type Chunk = Static<typeof chunkSchema>;

/** Send this chunk of a transactional campaign. It has a topic of its own, so that none waits behind a blast. */
export const transactionalDeliveriesRequested = {
  type: 'deliveries.requested.transactional.v1',
  summary: 'Send this chunk of a transactional campaign.',
  key: 'executionId:chunk',
  isCompacted: false,
  schema: chunkSchema,
} as const satisfies EventDefinition;

/** Send this chunk of a marketing campaign. */
export const marketingDeliveriesRequested = {
  type: 'deliveries.requested.marketing.v1',
  summary: 'Send this chunk of a marketing campaign.',
  key: 'executionId:chunk',
  isCompacted: false,
  schema: chunkSchema,
} as const satisfies EventDefinition;

/** What became of one delivery, as JSON Schema. */
export const deliveryReportSchema = Type.Object({
  deliveryId: Type.String({ format: 'uuid' }),
  ordinal: numberFrom(0),
  ...recipientIdentity,
  channel,
  /**
   * *deferred*: put off, an attempt follows. *unknown*: nobody knows whether this attempt sent it; a later report says if
   * another followed. *rendered*: that of a dry run, which sends nothing. All others are ends, as this is.
   */
  state: Type.Union([
    Type.Literal('sent'),
    Type.Literal('deferred'),
    Type.Literal('failed'),
    Type.Literal('excluded'),
    Type.Literal('unknown'),
    Type.Literal('rendered'),
  ]),
  /** An exclusion reason, or why the delivery failed, waits or is in doubt. Absent where the message was sent. */
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
  summary: 'What became of the deliveries of a chunk.',
  key: 'executionId:chunk',
  isCompacted: false,
  schema: Type.Object({
    ...chunkIdentity,
    reports: Type.Array(deliveryReportSchema, { minItems: 1, maxItems: 500 }),
  }),
} as const satisfies EventDefinition;
