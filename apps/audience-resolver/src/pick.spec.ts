import { describe, expect, it } from '@jest/globals';
import { pick } from './pick.js';

const stored = { person: { name: { firstName: 'Ada', lastName: 'Lovelace' } }, tags: ['a', 'b'], city: 'London' };

describe('a pick', () => {
  it('holds only what lies on the paths', () => {
    expect(pick(stored, [['person', 'name', 'firstName'], ['city']])).toEqual({
      person: { name: { firstName: 'Ada' } },
      city: 'London',
    });
  });

  it('leaves the attributes as they are, whichever path comes first', () => {
    const before = structuredClone(stored);
    const paths = [['person'], ['person', 'name', 'firstName'], ['city', 'x'], ['__proto__', 'x']];
    expect(pick(stored, paths)).toEqual({ person: stored.person });
    expect(pick(stored, paths.toReversed())).toEqual({ person: stored.person });
    expect(stored).toEqual(before);
  });

  it('is everything where a template goes through the profile itself', () => {
    expect(pick(stored, [['city'], []])).toEqual(stored);
  });

  it('takes an array whole, and nothing for a path that leads nowhere', () => {
    expect(pick(stored, [['tags', '0', 'x'], ['person', 'age'], ['nobody']])).toEqual({ tags: ['a', 'b'], person: {} });
  });
});
