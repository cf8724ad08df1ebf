import { describe, expect, it } from '@jest/globals';
import { MemberNames } from './member-names.js';

const added = (names: MemberNames, written: string) => {
  const bytes = Buffer.from(`"${written}"`);
  return names.add(bytes, 1, bytes.length - 1);
};

describe('the names of an object', () => {
  it.each([10, 16, 17, 100, 50_000])('are told apart, where there are %i of them', (count) => {
    const names = new MemberNames();
    const written = Array.from({ length: count }, (_, index) => `name ${index}`);
    expect(written.filter((name) => added(names, name))).toEqual([]);
    expect(written.filter((name) => !added(names, name))).toEqual([]);
  });

  it('are the same however they are written', () => {
    const names = new MemberNames();
    expect(['a', '\\u0062', '\\\\', 'é'].map((name) => added(names, name))).toEqual([false, false, false, false]);
    expect(['\\u0061', 'b', '\\u005c', '\\u00e9'].map((name) => added(names, name))).toEqual([true, true, true, true]);
  });

  it('are forgotten with their object', () => {
    const names = new MemberNames();
    for (let index = 0; index < 40; index += 1) added(names, `${index}`);
    names.clear();
    expect(added(names, '0')).toBe(false);
  });
});
