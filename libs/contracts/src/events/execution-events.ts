import { Type, type Static } from '@sinclair/typebox';
import type { EventDefinition } from './event-definition.js';
import { identifier, jsonObject, numberFrom } from './fields.js';

/** A person as the caller names them (Adobe's `AEPRecipient` and `ExternalRecipient`, A.3.1). */
export const recipientSchema = Type.Object({
  /** `aep`: a profile of ours may be read; `external`: the call says everything. */
  type: Type.Union([Type.Literal('aep'), Type.Literal('external')]),
  namespace: identifier,
  userId: identifier,
  channelData: Type.Optional(
    Type.Object({
      emailAddress: Type.Optional(Type.String()),
      mobilePhoneNumber: Type.Optional(Type.String()),
    }),
  ),
  /** Values laid over the stored profile for this send only. */
  profile: Type.Optional(jsonObject),
  context: Type.Optional(jsonObject),
});

export type Recipient = Static<typeof recipientSchema>;

/** An accepted execution has all that it needs: it can be resolved. Key: `executionId`. */
export const executionReady = {
  type: 'execution.ready.v1',
  isCompacted: false,
  schema: Type.Object({
    executionId: identifier,
    sandbox: identifier,
    campaignId: identifier,
    /** The version that was live when the call was accepted. */
    campaignVersion: numberFrom(1),
    acceptedAt: Type.String({ format: 'date-time' }),
    recipients: Type.Array(recipientSchema, { minItems: 1, maxItems: 20 }),
  }),
} as const satisfies EventDefinition;
