import { describe, expect, it } from '@jest/globals';
import { heldLabelsOf, lackingLabels } from './labels.js';

describe('the labels that a key holds', () => {
  it('are those that it was given', () => {
    expect(heldLabelsOf({ scopes: ['campaigns:read'], labels: ['EU'] })).toEqual(['EU']);
    expect(heldLabelsOf({ labels: [] })).toEqual([]);
  });

  it('are none where it has scopes and was given no labels', () => {
    expect(heldLabelsOf({ scopes: ['campaigns:read'] })).toEqual([]);
  });

  it('are all that there may ever be where it may do everything', () => {
    expect(heldLabelsOf({})).toBe('every');
  });
});

describe('the labels that are lacking', () => {
  it.each([
    [undefined, [], []],
    [[], [], []],
    [['EU'], ['EU', 'HR'], []],
    [['EU', 'HR'], ['EU'], ['HR']],
    [['EU'], ['eu'], ['EU']],
    [['EU', 'HR'], 'every', []],
  ] as const)('of %j for who holds %j are %j', (labels, held, lacking) => {
    expect(lackingLabels(labels, held)).toEqual(lacking);
  });
});
