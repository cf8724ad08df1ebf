import { describe, expect, it } from '@jest/globals';
import { reportsOf } from './reports-of.js';
import type { Standing } from './settle.js';

const sent: Standing = { deliveryId: 'd1', attempt: 1, interrupted: [], result: { state: 'sent' }, at: new Date(0) };
const deferred = { state: 'deferred', reason: 'NoReplyAfterBody', detail: 'Timeout' } as const;

const said = (standing: Standing) => reportsOf(standing).map(({ attempt, result }) => [attempt, result.state]);

describe('what is reported of a delivery', () => {
  it('is where it stands', () => {
    expect(reportsOf(sent)).toEqual([{ deliveryId: 'd1', attempt: 1, result: { state: 'sent' }, at: new Date(0) }]);
  });

  it('is every attempt in doubt as well', () => {
    expect(said({ ...sent, attempt: 4, interrupted: [1, 3] })).toEqual([
      [1, 'unknown'],
      [3, 'unknown'],
      [4, 'sent'],
    ]);
  });

  it('is that its next attempt is awaited, where the last is in doubt', () => {
    expect(said({ ...sent, attempt: 2, interrupted: [2], result: deferred })).toEqual([
      [2, 'unknown'],
      [3, 'deferred'],
    ]);
  });

  it('is that it was put off as the attempt that it was', () => {
    expect(said({ ...sent, attempt: 2, interrupted: [1], result: deferred })).toEqual([
      [1, 'unknown'],
      [2, 'deferred'],
    ]);
  });
});
