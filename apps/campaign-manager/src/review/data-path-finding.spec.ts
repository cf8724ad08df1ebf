import type { DataColumn, Join } from '@clarion/contracts';
import { describe, expect, it } from '@jest/globals';
import { dataPathFault, type KnownDataSources } from './data-path-finding.js';

const column = (id: string, changed: Partial<DataColumn> = {}): DataColumn => ({
  id,
  key: id,
  type: 'text',
  ...changed,
});
const source = (kind: 'all' | 'match' | 'row', ...columns: DataColumn[]) => {
  const join: Join = kind === 'match' ? { kind, column: 'region', attribute: 'city' } : { kind };
  return { mapping: { arrayPath: '', columns }, join };
};
const sources: KnownDataSources = new Map([
  ['lineup', source('all', column('name'), column('team', { type: 'json' }))],
  ['weather', source('match', column('region'), column('temperatureC'), column('raw', { isIgnored: true }))],
  ['coupon', source('row', column('code'))],
  ['later', undefined],
]);
const faultOf = (path: string) => dataPathFault(path.split('.'), sources);
const fault = (code: string, detail: string) => ({ code, detail });

describe('a path below data', () => {
  it.each([
    'lineup',
    'lineup.length',
    'lineup.[]',
    'lineup.[].name',
    'lineup.[].lineNum',
    'lineup.12.name',
    'lineup.[].team.captain',
    'lineup.0.[]',
    'weather.0.temperatureC',
    'coupon',
    'coupon.code',
    'coupon.lineNum',
    'coupon.[]',
    'later.whatever',
    '[].0.x',
  ])('may be %s', (path) => {
    expect(faultOf(path)).toBeUndefined();
  });

  it.each([
    ['lineup.[].act', '"act" in data.lineup.[].act is no column of the data source.'],
    ['weather.0.condition', '"condition" in data.weather.0.condition is no column of the data source.'],
    ['coupon.value', '"value" in data.coupon.value is no column of the data source.'],
    ['coupon.0.code', '"0" in data.coupon.0.code is no column of the data source.'],
  ])('reads a column that there is not: %s', (path, detail) => {
    expect(faultOf(path)).toEqual(fault('ColumnUnknown', detail));
  });

  it('reads a column that is ignored', () => {
    const detail = '"raw" in data.weather.0.raw is a column that the data source ignores.';
    expect(faultOf('weather.0.raw')).toEqual(fault('ColumnUnknown', detail));
  });

  it('names a row of a list', () => {
    const detail =
      'data.weather in data.weather.temperatureC is a list of rows: go through it, or name one, as in data.weather.0.temperatureC.';
    expect(faultOf('weather.temperatureC')).toEqual(fault('TypeMismatch', detail));
  });

  it('reads a data source of the campaign', () => {
    const detail = '"offers" in data.offers.[].title is no data source of the campaign.';
    expect(faultOf('offers.[].title')).toEqual(fault('PathUnknown', detail));
  });
});
