import { describe, expect, it } from '@jest/globals';
import { isRepeat } from './engagement.js';

const now = new Date('2026-01-01T12:00:00.000Z');
const ago = (minutes: number) => new Date(now.getTime() - minutes * 60_000);

describe('a wish', () => {
  it('is a repeat where the same delivery said the same within the hour, and nothing else was said', () => {
    expect(isRepeat('unsubscribed', { lastWish: 'unsubscribed', sameSaidAt: ago(59) }, now)).toBe(true);
    expect(isRepeat('resubscribed', { lastWish: 'resubscribed', sameSaidAt: ago(0) }, now)).toBe(true);
  });

  it.each([
    ['nothing was said', { lastWish: undefined, sameSaidAt: undefined }],
    ['only another delivery said the same', { lastWish: 'unsubscribed', sameSaidAt: undefined }],
    ['it was taken back, by whichever delivery', { lastWish: 'resubscribed', sameSaidAt: ago(1) }],
    ['it was said an hour ago', { lastWish: 'unsubscribed', sameSaidAt: ago(60) }],
  ] as const)('is none where %s', (_, before) => {
    expect(isRepeat('unsubscribed', before, now)).toBe(false);
  });
});
