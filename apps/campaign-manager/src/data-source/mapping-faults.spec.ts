import type { DataColumn } from '@clarion/contracts';
import { describe, expect, it } from '@jest/globals';
import { mappingFaults } from './mapping-faults.js';

const region: DataColumn = { id: 'region', key: 'Region name', type: 'text' };
const faultsOf = (
  changed: Partial<DataColumn>,
  mapping: { mode?: 'array' | 'flatten'; maxKeyLength?: number } = {},
) => {
  const { maxKeyLength, ...rest } = mapping;
  const limits = maxKeyLength === undefined ? {} : { limits: { maxKeyLength } };
  return mappingFaults({ arrayPath: '', columns: [region, { ...region, ...changed }], ...rest, ...limits }).filter(
    ({ pointer }) => pointer.startsWith('/columns/1'),
  );
};

describe('a mapping whose parts go together', () => {
  it.each<Partial<DataColumn>>([
    {},
    { maxLength: 5, default: 'abcde', onError: 'default' },
    { type: 'integer', default: 0, onNull: 'default' },
    { type: 'float', default: 0.5 },
    { type: 'date', default: '2026-02-28' },
    { type: 'time', default: '07:30' },
    { type: 'date-time', default: '2026-02-28T07:30:00Z' },
    { type: 'boolean', default: false },
    { type: 'json', default: 'anything' },
    { remap: { values: [{ from: 'a', to: null }], otherwise: 'default' }, default: '' },
    { key: 'k'.repeat(255) },
  ])('has no fault: %j', (changed) => {
    expect(faultsOf(changed)).toEqual([]);
  });

  it.each<[Partial<DataColumn>, string, string]>([
    [{ type: 'integer', maxLength: 5 }, '/maxLength', 'maxLength is for texts'],
    [{ onNull: 'default' }, '/default', 'default is needed for onNull'],
    [{ onError: 'default' }, '/default', 'default is needed for onError'],
    [{ remap: { values: [], otherwise: 'default' } }, '/default', 'default is needed for remap'],
    [{ type: 'integer', default: 0.5 }, '/default', "default must be of the column's type, integer"],
    [{ type: 'float', default: '0.5' }, '/default', "default must be of the column's type, float"],
    [{ type: 'boolean', default: 'true' }, '/default', "default must be of the column's type, boolean"],
    [{ type: 'date', default: '2026-02-30' }, '/default', "default must be of the column's type, date"],
    [{ type: 'time', default: '24:00' }, '/default', "default must be of the column's type, time"],
    [{ type: 'date-time', default: '2026-02-28' }, '/default', "default must be of the column's type, date-time"],
    [{ maxLength: 4, default: 'abcde' }, '/default', 'default must be of at most 4 characters'],
    [{ key: 'k'.repeat(256) }, '/key', 'key must be of at most 255 characters'],
  ])('has a fault: %j at %s', (changed, pointer, detail) => {
    expect(faultsOf(changed)).toEqual([{ pointer: `/columns/1${pointer}`, detail }]);
  });

  it('takes keys as long as its limits let the answer have them', () => {
    expect(faultsOf({ key: 'k'.repeat(256) }, { maxKeyLength: 256 })).toEqual([]);
    expect(faultsOf({ key: 'k'.repeat(11) }, { maxKeyLength: 10 })).toMatchObject([{ pointer: '/columns/1/key' }]);
  });

  it('has JSON pointers for keys where it flattens', () => {
    expect(faultsOf({ key: '/match/teams/0/name' }, { mode: 'flatten' })).toEqual([]);
    for (const key of ['name', '/a~2', '']) {
      expect(faultsOf({ key }, { mode: 'flatten' })).toMatchObject([{ pointer: '/columns/1/key' }]);
    }
  });

  it('has no array where it flattens', () => {
    const columns = [{ ...region, key: '/region' }];
    expect(mappingFaults({ mode: 'flatten', arrayPath: '/weather', columns })).toEqual([
      { pointer: '/arrayPath', detail: 'arrayPath must be empty in the mode flatten' },
    ]);
    expect(mappingFaults({ mode: 'flatten', columns })).toEqual([]);
  });
});
