import { Type, type Static } from '@sinclair/typebox';
import type { EventDefinition } from './event-definition.js';
import { identifier, jsonObject, numberFrom, purpose, snapshotsSchema, subjectPrefix, webhooks } from './fields.js';

/** A person as the caller names them (Adobe's `AEPRecipient` and `ExternalRecipient`, A.3.1). */
export const recipientSchema = Type.Object({
  /** `aep`: a profile of ours may be read; `external`: the call says everything. */
  type: Type.Union([Type.Literal('aep'), Type.Literal('external')]),
  namespace: identifier,
  userId: identifier,
  /** Taken, and without effect: a person has one profile. */
  mergePolicyName: Type.Optional(Type.String()),
  mergePolicySchema: Type.Optional(Type.String()),
  channelData: Type.Optional(
    Type.Object({
      emailAddress: Type.Optional(Type.String()),
      mobilePhoneNumber: Type.Optional(Type.String()),
      pushInfo: Type.Optional(Type.Object({ appID: Type.String(), platform: Type.String(), token: Type.String() })),
    }),
  ),
  /** Values laid over the stored profile for this send only. */
  profile: Type.Optional(jsonObject),
  context: Type.Optional(jsonObject),
  /** The caller's own, given back with what became of the recipient. */
  executionMetadata: Type.Optional(Type.Record(Type.String(), Type.String())),
});

export type Recipient = Static<typeof recipientSchema>;

/** What an accepted execution is, from the gateway on. Key of its events: `executionId`. */
const execution = {
  executionId: identifier,
  sandbox: identifier,
  campaignId: identifier,
  /** The version that was live when the call was accepted; of a proof any. */
  campaignVersion: numberFrom(1),
  purpose: Type.Optional(purpose),
  webhooks: Type.Optional(webhooks),
  subjectPrefix: Type.Optional(subjectPrefix),
  acceptedAt: Type.String({ format: 'date-time' }),
  /** Those that the call names; absent when it is for the campaign's audience. */
  recipients: Type.Optional(Type.Array(recipientSchema, { minItems: 1, maxItems: 20 })),
  /** Of a proof: which variant each recipient gets, in their order, whatever their language. */
  variants: Type.Optional(Type.Array(Type.Object({ treatment: identifier, locale: identifier }), { maxItems: 20 })),
  /** What an audience call says to all members. */
  context: Type.Optional(jsonObject),
};

/** An execution was accepted, and its campaign needs external data first. */
export const executionAccepted = {
  type: 'execution.accepted.v1',
  summary: 'An execution was accepted, and needs external data first.',
  key: 'executionId',
  isCompacted: false,
  schema: Type.Object(execution),
} as const satisfies EventDefinition;

/** An accepted execution has all that it needs: it can be resolved. */
export const executionReady = {
  type: 'execution.ready.v1',
  summary: 'An execution has all that it needs, and can be resolved.',
  key: 'executionId',
  isCompacted: false,
  schema: Type.Object({
    ...execution,
    /** Snapshot ids by the alias of their data source; absent when the campaign has none. */
    snapshots: Type.Optional(snapshotsSchema),
  }),
} as const satisfies EventDefinition;

const ofExecution = {
  executionId: identifier,
  sandbox: identifier,
  campaignId: identifier,
  campaignVersion: numberFrom(1),
  purpose: Type.Optional(purpose),
  at: Type.String({ format: 'date-time' }),
};

/**
 * An execution is to be stopped: who claims a fetch, releases a slice, begins a window or an attempt of it excludes it
 * (`Cancelled`). It may come before the events that begin the execution, which go by other topics.
 */
export const executionCancelled = {
  type: 'execution.cancelled.v1',
  summary: 'An execution is to be stopped: what of it is not sent yet is excluded.',
  key: 'executionId',
  isCompacted: false,
  schema: Type.Object(ofExecution),
} as const satisfies EventDefinition;

/**
 * What became of an execution as a whole. *planned*: its run has so many members, who do not change any more.
 * *suspended*: it waits, since a data source has failed; *resumed*: it waits no more. *skipped*: it has ended, since there
 * was nothing to do, or its campaign skips what it cannot do. *failed*: it has ended, and nobody of it gets a message.
 */
export const executionProgressed = {
  type: 'execution.progressed.v1',
  summary: 'What became of an execution as a whole: planned, suspended, resumed, skipped or failed.',
  key: 'executionId',
  isCompacted: false,
  schema: Type.Union([
    Type.Object({ ...ofExecution, state: Type.Literal('planned'), targeted: numberFrom(0) }),
    Type.Object({
      ...ofExecution,
      state: Type.Literal('suspended'),
      /** Which of its suspensions, from 1: what is said of a later one counts. */
      suspension: numberFrom(1),
      /** One of `executionEndReasons`: what it would have failed with. */
      reason: identifier,
      /** One sentence for people. */
      detail: Type.String(),
    }),
    Type.Object({
      ...ofExecution,
      state: Type.Literal('resumed'),
      /** This suspension is over, and all before it. */
      suspension: numberFrom(1),
    }),
    Type.Object({
      ...ofExecution,
      webhooks: Type.Optional(webhooks),
      state: Type.Union([Type.Literal('skipped'), Type.Literal('failed')]),
      /** One of `executionEndReasons`. */
      reason: identifier,
      /** One sentence for people. */
      detail: Type.String(),
    }),
  ]),
} as const satisfies EventDefinition;
