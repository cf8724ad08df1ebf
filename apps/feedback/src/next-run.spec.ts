import { describe, expect, it } from '@jest/globals';
import { nextRun, type Run } from './next-run.js';

const planned = (targeted: number): Run => ({ state: 'planned', targeted });
const failed = (reason: string): Run => ({ state: 'failed', reason, detail: `because of ${reason}` });
const skipped: Run = { state: 'skipped', reason: 'EmptyAudience', detail: 'Nobody is in it.' };
const suspended = (suspension: number): Run => ({ ...failed('DataSourceRefused'), state: 'suspended', suspension });
const resumed = (suspension: number): Run => ({ state: 'resumed', suspension });
const after = (...progress: Run[]) => progress.reduce<Run | undefined>(nextRun, undefined);

const ends = [failed('DataSourceRefused'), failed('UnknownAttribute'), skipped];
const all = [planned(3), suspended(1), resumed(1), ...ends];

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
    for (const end of ends) {
      for (const later of [...ends, suspended(9), resumed(9)]) {
        expect(after(end, later)).toBe(end);
        expect(after(planned(3), end, later, planned(3), end)).toEqual({ ...end, targeted: 3 });
        expect(after(end, planned(3), later, end)).toEqual({ ...end, targeted: 3 });
      }
    }
  });

  it('is suspended until it is resumed, and again, whatever comes late or twice', () => {
    expect(after(planned(3), suspended(1))).toEqual({ ...suspended(1), targeted: 3 });
    expect(after(suspended(1), planned(3))).toEqual({ ...suspended(1), targeted: 3 });
    expect(after(suspended(1), resumed(1))).toEqual(resumed(1));
    expect(after(resumed(1), suspended(1))).toEqual(resumed(1));
    expect(after(suspended(1), suspended(2), resumed(1))).toEqual(suspended(2));
    expect(after(suspended(1), resumed(1), suspended(2), resumed(2), suspended(1), planned(3))).toEqual({
      ...resumed(2),
      targeted: 3,
    });
  });

  it('ends though it is suspended, and tells no more of that', () => {
    expect(after(suspended(1), failed('DataSourceRefused'))).toEqual(failed('DataSourceRefused'));
  });

  it('keeps the number that it was planned for first, as members do not change', () => {
    expect(after(planned(3), planned(4))).toEqual(planned(3));
    expect(after(planned(3), skipped, planned(4))).toEqual({ ...skipped, targeted: 3 });
    expect(after(planned(0), planned(4))).toEqual(planned(0));
  });
});
