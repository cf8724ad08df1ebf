import { Type, type Static } from '@sinclair/typebox';
import type { EventDefinition } from './event-definition.js';
import { channel, identifier, recipientIdentity } from './fields.js';

const engagementSchema = Type.Object({
  deliveryId: Type.String({ format: 'uuid' }),
  executionId: identifier,
  sandbox: identifier,
  ...recipientIdentity,
  channel,
  /**
   * *unsubscribed*: wants no more marketing on this channel. *resubscribed*: took that back. *opened*, *clicked*: for the
   * first time, the delivery or that link of it; of repeats nothing is said.
   */
  kind: Type.Union([
    Type.Literal('unsubscribed'),
    Type.Literal('resubscribed'),
    Type.Literal('opened'),
    Type.Literal('clicked'),
  ]),
  /** Where the link leads; only of *clicked*. */
  url: Type.Optional(Type.String()),
  /** By one clock for all engagements: of two wishes of a person the later counts. */
  at: Type.String({ format: 'date-time' }),
});

/** What a recipient did with a delivery. */
export type Engagement = Static<typeof engagementSchema>;

/** A recipient did something with a delivery. */
export const engagementTracked = {
  type: 'engagement.tracked.v1',
  summary: 'A recipient opened a mail, followed a link in it, unsubscribed by one, or took that back.',
  key: 'deliveryId',
  isCompacted: false,
  schema: engagementSchema,
} as const satisfies EventDefinition;

/**
 * A person may no longer, or again, be sent marketing on a channel. One event for each identity by which the
 * person is known.
 */
export const consentChanged = {
  type: 'consent.changed.v1',
  summary: 'A person may no longer, or again, be sent marketing on a channel.',
  key: 'sandbox:namespace:userId',
  isCompacted: false,
  schema: Type.Object({
    sandbox: identifier,
    ...recipientIdentity,
    channel,
    consents: Type.Boolean(),
    /** When the person said so. */
    at: Type.String({ format: 'date-time' }),
  }),
} as const satisfies EventDefinition;
