import type { Category } from '@clarion/contracts';
import { describe, expect, it } from '@jest/globals';
import { nextStep, type Found, type Step } from './next-step.js';

const sending: Found = { state: 'sending', interrupted: [], isMine: false, isLeaseEnded: false, isCancelled: false };
const lapsed: Found = { ...sending, isLeaseEnded: true };

const rows: [string, Found, Category, Step][] = [
  ['was sent', { ...sending, state: 'sent' }, 'transactional', 'report'],
  ['failed', { ...sending, state: 'failed' }, 'marketing', 'report'],
  ['is unknown', { ...sending, state: 'unknown' }, 'transactional', 'report'],
  ['is deferred', { ...sending, state: 'deferred' }, 'transactional', 'report'],
  ['was sent by a lease that ended', { ...lapsed, state: 'sent' }, 'transactional', 'report'],
  ['is being sent', sending, 'transactional', 'wait'],
  ['is being sent', sending, 'marketing', 'wait'],
  ['is being sent after two doubts', { ...sending, interrupted: [1, 2] }, 'transactional', 'wait'],
  ['was left by another', lapsed, 'transactional', 'resend'],
  ['was left by another', lapsed, 'marketing', 'giveUp'],
  ['was left a second time', { ...lapsed, interrupted: [1] }, 'transactional', 'resend'],
  ['was left a third time', { ...lapsed, interrupted: [1, 3] }, 'transactional', 'giveUp'],
  ['was begun and not sent by this process', { ...sending, isMine: true }, 'marketing', 'resume'],
  ['was begun and not sent by this process, long ago', { ...lapsed, isMine: true }, 'marketing', 'resume'],
  ['was sent, of a cancelled execution', { ...sending, state: 'sent', isCancelled: true }, 'marketing', 'report'],
  ['is being sent, of a cancelled execution', { ...sending, isCancelled: true }, 'transactional', 'wait'],
  ['was left by another, of a cancelled execution', { ...lapsed, isCancelled: true }, 'transactional', 'giveUp'],
  [
    'was begun and not sent by this process, of a cancelled execution',
    { ...sending, isMine: true, isCancelled: true },
    'transactional',
    'exclude',
  ],
];

describe('what follows from a row of the ledger', () => {
  it.each(rows)('that %s (%j), %s: %s', (_, found, category, step) => {
    expect(nextStep(found, category)).toBe(step);
  });
});
