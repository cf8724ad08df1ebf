import { describe, expect, it } from '@jest/globals';
import { metadataFaultsOf } from './metadata-faults.js';

const faults = (metadata: Record<string, unknown>) => metadataFaultsOf(metadata, '/m');
const pairs = (count: number) => Object.fromEntries(Array.from({ length: count }, (_, index) => [`k${index}`, 'v']));

describe('the metadata of an execution', () => {
  it('may have 50 pairs', () => {
    expect(faults(pairs(50))).toEqual([]);
    expect(faults(pairs(51))).toEqual([{ pointer: '/m', detail: 'must have at most 50 pairs' }]);
  });

  it('may have 2 KB, of names and values together', () => {
    expect(faults({ name: 'é'.repeat(1_022) })).toEqual([]);
    expect(faults({ name: `${'é'.repeat(1_022)}x` })).toEqual([
      { pointer: '/m', detail: 'must have at most 2048 bytes, has 2049' },
    ]);
  });

  it('has literal texts, and says where it has not', () => {
    expect(faults({ good: 'a{b', 'a/b~c': 7, template: '{{profile.name}}' })).toEqual([
      { pointer: '/m/a~1b~0c', detail: 'must be a text' },
      { pointer: '/m/template', detail: 'must be literal, without {{' },
    ]);
  });
});
