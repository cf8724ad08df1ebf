import { describe, expect, it } from '@jest/globals';
import { overlay } from './overlay.js';

const below = { person: { name: { firstName: 'Ada', lastName: 'Lovelace' } }, tags: ['a', 'b'], city: 'London' };

describe('values laid over others', () => {
  it('merge objects and replace everything else', () => {
    expect(overlay(below, { person: { name: { firstName: 'Grace' } }, tags: ['c'] })).toEqual({
      person: { name: { firstName: 'Grace', lastName: 'Lovelace' } },
      tags: ['c'],
      city: 'London',
    });
    expect(overlay(below, { person: 'Grace', city: { name: 'Paris' } })).toMatchObject({
      person: 'Grace',
      city: { name: 'Paris' },
    });
  });

  it('leave the others as they are', () => {
    overlay(below, { person: { name: { firstName: 'Grace' } }, city: 'Paris' });
    expect(below).toMatchObject({ person: { name: { firstName: 'Ada' } }, city: 'London' });
  });

  it('take a name like __proto__ for a name', () => {
    const merged = overlay({ a: 1 }, JSON.parse('{"__proto__":{"b":2}}') as Record<string, unknown>);
    expect(Object.keys(merged)).toEqual(['a', '__proto__']);
    expect('b' in merged).toBe(false);
  });

  it('are not copied where either side is empty', () => {
    const given = { city: 'Paris' };
    expect(overlay({}, given)).toBe(given);
    expect(overlay(given, {})).toBe(given);
  });
});
