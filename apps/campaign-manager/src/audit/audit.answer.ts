import { Type, type Static } from '@sinclair/typebox';
import { count, moment, next, nullable, oneOf } from '../answer-fields.js';
import { auditActions } from './audit-action.js';

const change = Type.Object({
  pointer: Type.String({ description: 'JSON pointer (RFC 6901) into the body of what was changed.' }),
  before: Type.Optional(Type.Unknown({ description: 'Absent: it was added.' })),
  after: Type.Optional(Type.Unknown({ description: 'Absent: it was removed.' })),
});

/** One member that was changed; without `before` it was added, without `after` removed. */
export type Change = Static<typeof change>;

const entry = Type.Object({
  at: moment,
  actor: Type.String({ description: 'The id of the key that asked for it.' }),
  action: oneOf(auditActions),
  kind: Type.String(),
  id: Type.String({ description: 'Of what was changed, as its name.' }),
  name: Type.String(),
  version: nullable(count),
  changes: Type.Array(change),
  moreChanges: Type.Integer({ minimum: 0, description: 'How many more there were than `changes` tells.' }),
  comment: Type.Optional(Type.String({ description: 'What was said with it, of a review.' })),
  traceId: Type.String(),
});

/** A change as the API tells of it. */
export type AuditEntry = Static<typeof entry>;

/** Who changed what, the newest first. */
export const auditAnswer = Type.Object({ entries: Type.Array(entry), next }, { $id: 'AuditEntries' });

export type AuditAnswer = Static<typeof auditAnswer>;
