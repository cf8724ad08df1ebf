import { describe, expect, it } from '@jest/globals';
import type { DataSourceDraft, DataSourceUse } from './definition.js';
import { resolveDataSources } from './resolve-data-sources.js';

const request = {
  method: 'POST' as const,
  url: 'https://api.example.com/weather',
  addCount: true,
  inboundColumns: [],
  params: {},
  timeoutMs: 60_000,
};
const mapping = { arrayPath: '/weather', columns: [{ id: 'region', key: 'region', type: 'text' as const }] };
const weather: DataSourceDraft = { name: 'Weather', request, mapping };
const use: DataSourceUse = { alias: 'weather', dataSourceId: 'w', join: { kind: 'all' } };
const byCity = (column: string): DataSourceUse => ({
  ...use,
  join: { kind: 'match', column, attribute: 'homeAddress.city' },
});
const faultsIn = (one: DataSourceUse, found: [string, DataSourceDraft][] = [['w', weather]]) =>
  resolveDataSources([one], new Map(found)).faults;

describe('the data sources that a campaign uses', () => {
  it('are put in whole, each under its alias', () => {
    const other = { ...byCity('region'), alias: 'again' };
    expect(resolveDataSources([use, other], new Map([['w', weather]]))).toEqual({
      dataSources: [
        { ...use, request, mapping },
        { ...other, request, mapping },
      ],
      faults: [],
    });
  });

  it('must be there', () => {
    expect(faultsIn(use, [])).toEqual([
      { pointer: '/dataSources/0/dataSourceId', detail: 'There is no such data source.' },
    ]);
  });

  it.each([
    ['request', { name: 'Weather', mapping }],
    ['mapping', { name: 'Weather', request }],
  ])('must have a %s', (member, draft: DataSourceDraft) => {
    expect(faultsIn(use, [['w', draft]])).toEqual([
      { pointer: '/dataSources/0/dataSourceId', detail: `The data source has no ${member} yet.` },
    ]);
  });

  it('must have the column that is matched', () => {
    expect(faultsIn(byCity('city'))).toEqual([
      { pointer: '/dataSources/0/join/column', detail: 'The data source has no column "city".' },
    ]);
  });

  it('are each reported at their place', () => {
    const { faults } = resolveDataSources(
      [use, { ...use, dataSourceId: 'x' }, byCity('city')],
      new Map([['w', weather]]),
    );
    expect(faults.map(({ pointer }) => pointer)).toEqual(['/dataSources/1/dataSourceId', '/dataSources/2/join/column']);
  });
});
