import { describe, expect, it } from '@jest/globals';
import { endedByThemselves } from './ended-by-themselves.js';

const before = new Map([
  ['feedback 0', 1],
  ['feedback 1', 2],
  ['data-fetcher 0', 3],
]);

describe('the processes that ended by themselves', () => {
  it('are none where all are the same', () => {
    expect(endedByThemselves(before, before, [])).toEqual([]);
  });

  it('are those that are others now, but for those that were killed', () => {
    const after = new Map([...before, ['feedback 0', 11], ['feedback 1', 12]] as const);
    expect(endedByThemselves(before, after, [{ kind: 'kill', service: 'feedback', instance: 1 }])).toEqual([
      'feedback 0',
    ]);
  });
});
