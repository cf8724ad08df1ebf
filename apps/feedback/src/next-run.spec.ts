import { describe, expect, it } from '@jest/globals';
import { nextRun, type Run } from './next-run.js';

const planned = (targeted: number): Run => ({ state: 'planned', targeted });
const failed = (reason: string): Run => ({ state: 'failed', reason, detail: `because of ${reason}` });
const skipped: Run = { state: 'skipped', reason: 'EmptyAudience', detail: 'Nobody is in it.' };
const after = (...progress: Run[]) => progress.reduce<Run | undefined>(nextRun, undefined);

const all = [planned(3), failed('DataSourceRefused'), failed('UnknownAttribute'), skipped];

describe('where a run stands', () => {
  it('is what is said of it first', () => {
    for (const one of all) expect(after(one)).toEqual(one);
  });

  it('is not changed by a repeat', () => {
    for (const one of all) expect(nextRun(one, { ...one })).toBe(one);
  });

  it.each([
    ['skipped', skipped],
    ['failed', failed('DataSourceRefused')],
  ])(
    'is %s once it was said to be, before it was planned or after, and tells how many it was planned for',
    (_, end) => {
      expect(after(planned(3), end)).toEqual({ ...end, targeted: 3 });
      expect(after(end, planned(3))).toEqual({ ...end, targeted: 3 });
    },
  );

  it('keeps the end that came first, whatever is said later and however often', () => {
    for (const end of all.slice(1)) {
      for (const later of all.slice(1)) {
        expect(after(end, later)).toBe(end);
        expect(after(planned(3), end, later, planned(3), end)).toEqual({ ...end, targeted: 3 });
        expect(after(end, planned(3), later, end)).toEqual({ ...end, targeted: 3 });
      }
    }
  });

  it('keeps the number that it was planned for first, as members do not change', () => {
    expect(after(planned(3), planned(4))).toEqual(planned(3));
    expect(after(planned(3), skipped, planned(4))).toEqual({ ...skipped, targeted: 3 });
    expect(after(planned(0), planned(4))).toEqual(planned(0));
  });
});
