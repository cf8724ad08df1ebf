import { deliveryReportSchema, purpose, type Purpose } from '@clarion/contracts';
import { Type, type Static, type TObject } from '@sinclair/typebox';

const count = (description?: string) => Type.Integer({ minimum: 0, ...(description !== undefined && { description }) });

const counts = Type.Object(
  {
    targeted: count('The sum of those in all states at every moment.'),
    requested: count('The rest: of whom nothing was reported yet.'),
    deferred: count('Put off: an attempt follows.'),
    sent: count(),
    failed: count(),
    excluded: count(),
    unknown: count('Nobody knows whether they were sent.'),
    rendered: count('Made and not sent: those of a dry run.'),
    opened: Type.Optional(count('Had their mail opened, each counted once; absent as long as nobody had.')),
    clicked: Type.Optional(count('Followed a link in it, counted likewise.')),
  },
  {
    $id: 'ExecutionCounts',
    description: 'How many recipients stand in each state; beside that, how many did something with their mail.',
  },
);

/**
 * How many recipients stand in each state: *targeted* is the sum of all others at every moment. Beside that, how many did
 * something with their mail.
 */
export type Counts = Static<typeof counts>;

const state = Type.Union([Type.Literal('InProgress'), Type.Literal('Succeeded'), Type.Literal('Failed')], {
  description:
    '`Failed`: it failed as a whole, or all have ended, none known to be sent or rendered and not all excluded.',
});

/** How far an execution has come (words of A.3.2). */
const progress = {
  status: state,
  counts,
  isSuspended: Type.Optional(Type.Literal(true, { description: 'It is in progress, and waits until it is resumed.' })),
  reason: Type.Optional(Type.String({ description: 'Why it is suspended, or was skipped or failed as a whole.' })),
  detail: Type.Optional(Type.String({ description: 'The same in a sentence.' })),
  cancelledAt: Type.Optional(
    Type.String({
      format: 'date-time',
      description: 'Absent where it was not cancelled. What of it had not been sent is excluded, `Cancelled`.',
    }),
  ),
  cancelledBy: Type.Optional(
    Type.String({
      description: 'The key that cancelled it; absent where its campaign was stopped with all that ran.',
    }),
  ),
};

/** How far an execution has come. */
export type Progress = Static<TObject<typeof progress>>;

const recipientStatus = Type.Composite(
  [
    deliveryReportSchema,
    Type.Object({
      doubts: Type.Optional(
        Type.Integer({ minimum: 1, description: 'How many attempts of it ended nobody knows how, if any did.' }),
      ),
      openedAt: Type.Optional(
        Type.String({ format: 'date-time', description: 'When their mail was opened first, where that is known.' }),
      ),
      clickedAt: Type.Optional(
        Type.String({
          format: 'date-time',
          description: 'When they followed a link in it first, where that is known.',
        }),
      ),
      executionMetadata: Type.Optional(
        Type.Record(Type.String(), Type.String(), { description: 'What the call gave them.' }),
      ),
    }),
  ],
  { $id: 'RecipientStatus', description: 'What became of one recipient, or of a member of the audience, and when.' },
);

/** What became of one recipient, or of a member of the audience, and when. */
export type RecipientStatus = Static<typeof recipientStatus>;

/** What a caller learns of an execution: as a whole, and recipient by recipient. */
export const executionStatus = Type.Object(
  {
    executionId: Type.String(),
    requestId: Type.String(),
    campaignId: Type.String(),
    campaignVersion: Type.Integer({ minimum: 1 }),
    purpose: Type.Optional(
      Type.Unsafe<Purpose>({ ...purpose, description: 'What it is for where it is none in earnest.' }),
    ),
    acceptedAt: Type.String({ format: 'date-time' }),
    ...progress,
    recipients: Type.Array(recipientStatus),
    next: Type.Optional(
      Type.Integer({ minimum: 0, description: 'Where the next page begins (`after`); absent on the last.' }),
    ),
  },
  { $id: 'ExecutionStatus' },
);

export type ExecutionStatus = Static<typeof executionStatus>;

/** Adobe's `executionStatusResponse` (A.3.2), and how far the run has come beside it. */
export const audienceStatus = Type.Object(
  {
    executionId: Type.String(),
    createdAt: Type.String({ format: 'date-time' }),
    campaignId: Type.String(),
    audienceId: Type.Optional(Type.String()),
    targetedProfileCount: Type.Optional(count('Absent until the run is planned.')),
    ...progress,
  },
  { $id: 'AudienceStatus' },
);

export type AudienceStatus = Static<typeof audienceStatus>;

/** What a caller learns who has cancelled an execution. */
export const cancellation = Type.Object(
  {
    executionId: Type.String(),
    cancelledAt: progress.cancelledAt,
    cancelledBy: progress.cancelledBy,
    status: Type.Union([...state.anyOf, Type.Literal('Unknown')], {
      description: 'How far it had come at this moment; `Unknown` while nobody can say. It is cancelled all the same.',
    }),
    counts: Type.Optional(counts),
  },
  { $id: 'Cancellation' },
);

export type Cancellation = Static<typeof cancellation>;
