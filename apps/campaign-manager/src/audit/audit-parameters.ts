import { Type } from '@sinclair/typebox';
import { momentText, oneOf } from '../answer-fields.js';
import { auditActions } from './audit-action.js';

const text = (description: string) => Type.Optional(Type.String({ maxLength: 320, description }));

/** The parameters of every list of entries. */
export const pageParameters = {
  limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 200, default: 50 })),
  after: Type.Optional(Type.String({ pattern: '^\\d{1,18}$', description: 'The `next` of an earlier page.' })),
};

/** The parameters of the audit log (`audit-query.ts` reads them). */
export const auditParameters = {
  kind: text('What was changed, such as `campaign`.'),
  id: text('That of what was changed.'),
  actor: text('The id of the key.'),
  action: Type.Optional(oneOf(auditActions)),
  from: Type.Optional(momentText),
  to: Type.Optional(momentText),
  ...pageParameters,
};
