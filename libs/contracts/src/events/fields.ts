import { Type, type Static } from '@sinclair/typebox';

/** A name or id: not empty, at most 320 characters, and without NUL, which Postgres keeps in no text. */
export const identifier = Type.String({ minLength: 1, maxLength: 320, pattern: '^[^\\u0000]*$' });

/** A number of a version, revision or chunk, as far as Postgres' `integer` goes. */
export const numberFrom = (minimum: number) => Type.Integer({ minimum, maximum: 2_147_483_647 });

/** Who a delivery is for, as the caller names them. */
export const recipientIdentity = { namespace: identifier, userId: identifier };

/** How a delivery goes. */
export const channel = Type.Literal('email');

/** Any JSON object. */
export const jsonObject = Type.Record(Type.String(), Type.Unknown());

/** Snapshot ids by the alias of their data source. */
export const snapshotsSchema = Type.Record(Type.String(), identifier);

/**
 * What an execution is for that is none in earnest; absent: it is. *proof*: a version that may not be live is sent to named
 * addresses, to look at it. *dry-run*: all is done but the sending. Neither counts in a report, cap or experiment.
 */
export const purpose = Type.Union([Type.Literal('proof'), Type.Literal('dry-run')]);

export type Purpose = Static<typeof purpose>;

/**
 * Present: the sandbox's webhooks hear what becomes of the execution's recipients. It says what nobody but the gateway
 * knows: the caller's own name for the execution.
 */
export const webhooks = Type.Object({ requestId: identifier });

export type Webhooks = Static<typeof webhooks>;

/** What stands before the subject of each message. */
export const subjectPrefix = Type.String({ maxLength: 50 });
