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
  resolveDataSources([one], new Map(found), 'transactional').faults;

describe('the data sources that a campaign uses', () => {
  it('are put in whole, each under its alias', () => {
    const other = { ...byCity('region'), alias: 'again' };
    expect(resolveDataSources([use, other], new Map([['w', weather]]), 'marketing')).toEqual({
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

  it('must take the column that is matched', () => {
    const columns = mapping.columns.map((column) => ({ ...column, isIgnored: true }));
    expect(faultsIn(byCity('region'), [['w', { ...weather, mapping: { ...mapping, columns } }]])).toEqual([
      { pointer: '/dataSources/0/join/column', detail: 'The data source ignores its column "region".' },
    ]);
  });

  it.each(['marketing', 'transactional'] as const)('may be given row by row in %s', (category) => {
    const byRow: DataSourceUse = { ...use, join: { kind: 'row' }, onFailure: 'skip' };
    const policy = { retries: 1 };
    expect(resolveDataSources([byRow], new Map([['w', { ...weather, policy }]]), category)).toEqual({
      dataSources: [{ ...byRow, request, mapping, policy }],
      faults: [],
    });
  });

  describe('that are shared', () => {
    const shared: DataSourceUse = { ...use, shareForSeconds: 60 };

    it('are of a transactional campaign', () => {
      expect(faultsIn(shared)).toEqual([]);
      expect(resolveDataSources([shared], new Map([['w', weather]]), 'marketing').faults).toEqual([
        {
          pointer: '/dataSources/0/shareForSeconds',
          detail: 'Only executions of transactional campaigns share what was fetched.',
        },
      ]);
    });

    it('say for how long, whoever decides how long they are fresh', () => {
      expect(faultsIn({ ...shared, freshness: 'answer' })).toEqual([]);
      expect(faultsIn({ ...use, freshness: 'answer' })).toEqual([
        { pointer: '/dataSources/0/freshness', detail: 'Nothing is shared without shareForSeconds.' },
      ]);
    });

    it('are not given row by row', () => {
      expect(faultsIn({ ...shared, join: { kind: 'row' } })).toEqual([
        { pointer: '/dataSources/0/shareForSeconds', detail: 'Rows that are given once each are not shared.' },
      ]);
    });

    it('tell of nobody’s members', () => {
      const inboundColumns = [{ key: 'city', attribute: 'homeAddress.city' }];
      expect(faultsIn(shared, [['w', { ...weather, request: { ...request, inboundColumns } }]])).toEqual([
        {
          pointer: '/dataSources/0/shareForSeconds',
          detail: 'What is fetched for the members of one execution is not shared.',
        },
      ]);
    });
  });

  it('are each reported at their place', () => {
    const { faults } = resolveDataSources(
      [use, { ...use, dataSourceId: 'x' }, byCity('city')],
      new Map([['w', weather]]),
      'marketing',
    );
    expect(faults.map(({ pointer }) => pointer)).toEqual(['/dataSources/1/dataSourceId', '/dataSources/2/join/column']);
  });
});
