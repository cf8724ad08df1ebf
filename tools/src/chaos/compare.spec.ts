import { describe, expect, it } from '@jest/globals';
import { compare, type Accepted, type Arrival } from './compare.js';
import { figuresOf } from './figures.js';

const accepted: Accepted[] = [{ executionId: 'e1', targets: ['a', 'b'].map(person) }];
const arrival = (name: string, deliveryId = `e1:${name}`, executionId = 'e1'): Arrival => {
  return { executionId, deliveryId, address: `${name}@chaos.example` };
};
const states = (of: Record<string, string>, doubts = 0) => {
  return new Map([['e1', new Map(Object.entries(of).map(([userId, state]) => [userId, { state, doubts }]))]]);
};

function person(userId: string) {
  return { userId, address: `${userId}@chaos.example` };
}

describe('what was accepted, beside what has arrived', () => {
  it('is whole where each has arrived once', () => {
    const result = compare(accepted, [arrival('a'), arrival('b')], states({ a: 'sent', b: 'sent' }));
    expect(result).toMatchObject({ lost: [], doubled: [], unasked: [], deliveries: { length: 2 } });
  });

  it('has lost who has not arrived, even if the status says that it was sent, or says nothing', () => {
    const { lost } = compare(accepted, [], states({ a: 'sent' }));
    expect(lost.map(({ userId, state }) => [userId, state])).toEqual([
      ['a', 'sent'],
      ['b', undefined],
    ]);
  });

  it.each(['excluded', 'failed', 'unknown'])('has not lost who is %s', (state) => {
    expect(compare(accepted, [arrival('a')], states({ b: state })).lost).toEqual([]);
  });

  it('is doubled where a mail arrives twice, under its own delivery id or under another', () => {
    for (const deliveryId of ['e1:a', 'other']) {
      const arrivals = [arrival('a'), arrival('a', deliveryId), arrival('b')];
      const { doubled } = compare(accepted, arrivals, new Map());
      expect(doubled).toMatchObject([{ userId: 'a', arrivals: 2, executionId: 'e1' }]);
    }
  });

  it('says of a double whether its status tells of the doubt', () => {
    const arrivals = [arrival('a'), arrival('a'), arrival('b')];
    const unreported = (doubts: number) => compare(accepted, arrivals, states({ a: 'sent' }, doubts)).unreported;
    expect(unreported(1)).toEqual([]);
    expect(unreported(0)).toMatchObject([{ userId: 'a', arrivals: 2, doubts: 0 }]);
    expect(compare(accepted, arrivals, new Map()).unreported).toHaveLength(1);
  });

  it('does not take the mail of one execution for that of another', () => {
    const other = arrival('a', 'e2:a', 'e2');
    const { lost, unasked, doubled } = compare(accepted, [arrival('b'), other], new Map());
    expect([lost.map(({ userId }) => userId), unasked, doubled]).toEqual([['a'], [other], []]);
  });

  it('knows who has no address by the status alone', () => {
    const nobody = [{ executionId: 'e1', targets: [{ userId: 'n' }] }];
    expect(compare(nobody, [], states({ n: 'excluded' })).lost).toEqual([]);
    expect(compare(nobody, [], states({})).lost).toHaveLength(1);
  });

  it('comes to figures', () => {
    const targets = ['a', 'b', 'c', 'd', 'e'].map(person);
    const arrivals = [arrival('a'), arrival('b'), arrival('b'), arrival('x')];
    const comparison = compare(
      [{ executionId: 'e1', targets }],
      arrivals,
      states({ a: 'sent', b: 'sent', c: 'excluded', d: 'failed' }, 2),
    );
    const seen = { faults: [], leftInDoubt: 0, calls: [], unended: ['e2'], endedByThemselves: [], deadLetters: 3 };
    expect(figuresOf({ comparison, ...seen }, 7)).toEqual({
      accepted: 5,
      sent: 2,
      lost: 1,
      doubled: 1,
      unknown: 0,
      excluded: 1,
      failed: 1,
      unasked: 1,
      unended: 1,
      unreported: 0,
      'ended by themselves': 0,
      'dead letters': 3,
      seed: 7,
    });
  });
});
