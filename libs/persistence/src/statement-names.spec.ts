import { describe, expect, it } from '@jest/globals';
import { StatementNames } from './statement-names.js';

describe('the name of a statement', () => {
  it('is given when its text has come a third time, and stays', () => {
    const names = new StatementNames();
    expect([1, 2, 3, 4].map(() => names.nameOf('select 1'))).toEqual([undefined, undefined, 'clarion_0', 'clarion_0']);
  });

  it('is no other statement’s', () => {
    const names = new StatementNames();
    const given = ['a', 'b', 'c'].map((text) => [1, 2, 3].map(() => names.nameOf(text)).at(-1));
    expect(new Set(given).size).toBe(3);
  });

  it('is not given any more once there have been too many texts', () => {
    const names = new StatementNames();
    for (let number = 0; number < 500; number += 1) names.nameOf(`select ${number}`);
    expect([1, 2, 3, 4].map(() => names.nameOf('one more'))).toEqual([undefined, undefined, undefined, undefined]);
    expect([1, 2].map(() => names.nameOf('select 7'))).toEqual([undefined, 'clarion_0']);
  });
});
