import { describe, expect, it } from '@jest/globals';
import { Behaviours } from './behaviours.js';

const path = '/lineup';

describe('Behaviours', () => {
  it('last until they are changed', () => {
    const behaviours = told({ path, status: 500 });

    expect([1, 2, 3].map(() => behaviours.takeFor(path)?.status)).toEqual([500, 500, 500]);
    behaviours.set({ path, status: 429 });
    expect(behaviours.takeFor(path)).toEqual({ path, status: 429 });
  });

  it('last for as many calls as told, and say how many are left', () => {
    const behaviours = told({ path, status: 500, times: 2 });

    expect(behaviours.takeFor(path)?.status).toBe(500);
    expect(behaviours.all()).toEqual([{ path, status: 500, times: 1 }]);
    expect(behaviours.takeFor(path)?.status).toBe(500);
    expect(behaviours.all()).toEqual([]);
    expect(behaviours.takeFor(path)).toBeUndefined();
  });

  it('concern no other path', () => {
    const behaviours = told({ path, status: 500, times: 1 });

    expect(behaviours.takeFor('/offers')).toBeUndefined();
    expect(behaviours.takeFor(path)).toBeDefined();
  });

  it('are gone once cleared', () => {
    const behaviours = told({ path, hang: true });
    behaviours.clear();
    expect(behaviours.takeFor(path)).toBeUndefined();
  });
});

function told(behaviour: Parameters<Behaviours['set']>[0]): Behaviours {
  const behaviours = new Behaviours();
  behaviours.set(behaviour);
  return behaviours;
}
