import { describe, expect, it } from '@jest/globals';
import { fromDeadLetter, fromRetry, toDeadLetter, toReplay } from './set-aside.js';

const value = Buffer.from([0xff, 0, 0x7b]);
const headers = { ce_id: 'e1', ce_type: 't.v1', traceparent: 'tp' };
const record = { offset: '7', key: 'k', value, headers };
const origin = { topic: 't.v1', partition: 2, offset: '7', attempts: 3 };
const cause = { errorClass: 'reject', reason: 'not for anyone' };

const letterOf = () => {
  const { headers: written } = toDeadLetter('g.dlq', record, origin, cause);
  return fromDeadLetter('g', 0, { ...record, offset: '41', headers: written });
};

describe('a dead letter', () => {
  it('tells all of what failed, where and why, and the record is as it was', () => {
    const place = { partition: 0, offset: '41' };
    expect(letterOf()).toMatchObject({ group: 'g', place, origin, cause, key: 'k', value, headers });
    expect(letterOf().headers).toEqual(headers);
    expect(Date.now() - letterOf().failedAt.getTime()).toBeLessThan(5_000);
  });

  it('that somebody else wrote has empty words and zeros', () => {
    const strange = { 'clarion-partition': 'x', 'clarion-failed-at': 'once', 'clarion-attempts': '-1' };
    expect(fromDeadLetter('g', 0, { ...record, headers: strange })).toMatchObject({
      origin: { topic: '', partition: 0, offset: '', attempts: 0 },
      cause: { errorClass: '', reason: '' },
      failedAt: new Date(0),
      headers: {},
    });
  });

  it('is replayed to its own group alone, due at once, as if it had never been handed over', () => {
    const now = new Date();
    const replayed = toReplay(letterOf(), now);
    expect(replayed).toMatchObject({ topic: 'g.retry', key: 'k', value, headers });
    expect(fromRetry({ ...record, headers: replayed.headers })).toEqual({
      origin: { ...origin, attempts: 0 },
      dueAt: now,
    });
  });
});
