import { Problem, type HeldLabels } from '@clarion/service';
import { describe, expect, it } from '@jest/globals';
import { requireLabels } from './require-labels.js';

describe('the labels that a key gives', () => {
  it.each<[HeldLabels | undefined, HeldLabels]>([
    [undefined, []],
    [['EU'], ['EU', 'HR']],
    [['new'], 'every'],
    ['every', 'every'],
  ])('may be %j for one that holds %j', (given, held) => {
    expect(() => {
      requireLabels(given, held);
    }).not.toThrow();
  });

  it.each<[HeldLabels, HeldLabels, string]>([
    [['EU', 'HR', 'IT'], ['HR'], 'EU, IT'],
    ['every', ['EU'], 'every label'],
  ])('may not be %j for one that holds %j', (given, held, named) => {
    expect(() => {
      requireLabels(given, held);
    }).toThrow(named);
    expect(() => {
      requireLabels(given, held);
    }).toThrow(Problem);
  });
});
