import { describe, expect, it } from '@jest/globals';
import { Places } from './places.js';

/** How many an owner gets who takes as many as there are. */
const takeAll = (places: Places, owner: string): number => {
  let count = 0;
  while (places.take(owner)) count += 1;
  return count;
};

describe('places', () => {
  it('leave room beside an owner who takes all they can', () => {
    const places = new Places(100);
    expect(takeAll(places, 'flood')).toBe(50);
    expect(takeAll(places, 'other')).toBe(25);
    expect(places.take('third')).toBe(true);
  });

  it('are free again once they are left', () => {
    const places = new Places(4);
    expect([places.take('a'), places.take('a'), places.take('a')]).toEqual([true, true, false]);
    places.leave('a');
    expect([places.take('a'), places.take('a')]).toEqual([true, false]);
    for (let count = 0; count < 2; count += 1) places.leave('a');
    expect(takeAll(places, 'b')).toBe(2);
  });

  it('go to one at least, if there is one', () => {
    expect(takeAll(new Places(1), 'a')).toBe(1);
  });
});
