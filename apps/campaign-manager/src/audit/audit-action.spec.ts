import { describe, expect, it } from '@jest/globals';
import { auditActionOf } from './audit-action.js';

const body = { name: 'a', secretHash: 'b' };

describe('what was done to a definition', () => {
  it.each([
    ['a draft is written anew', null, { draft: body }, 'changed'],
    ['the draft beside what is live is written', 3, { draft: body }, 'changed'],
    ['what has no draft is published for the first time', null, { draft: body, publish: body }, 'created'],
    ['what has no draft is published again', 1, { draft: body, publish: body }, 'changed'],
    ['a draft is published', null, { publish: body }, 'activated'],
    ['a draft replaces what is live', 1, { publish: body }, 'activated'],
    ['a draft is published to be looked at', 1, { publishForProofs: body }, 'published-for-proofs'],
    ['a review of a draft is asked for', null, { review: { move: 'request-review' } }, 'sent-to-review'],
    ['that is taken back', null, { review: { move: 'withdraw' } }, 'withdrawn'],
    ['a draft is sent back', 1, { review: { move: 'send-back', comment: 'No' } }, 'sent-back'],
    ['a draft is approved', 1, { review: { move: 'approve', approvedHash: 'h' } }, 'approved'],
    ['what is live is stopped', 1, { state: 'stopped' }, 'stopped'],
    ['what was stopped is archived', 1, { state: 'archived' }, 'archived'],
    ['a key is revoked', 1, { state: 'revoked' }, 'revoked'],
  ] as const)('where %s', (_, version, change, action) => {
    expect(auditActionOf({ version }, change)).toBe(action);
  });
});
