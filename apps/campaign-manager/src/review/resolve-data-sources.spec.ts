import { describe, expect, it } from '@jest/globals';
import type { DataSourceDraft, DataSourceUse } from '../definition.js';
import { finding } from './finding.js';
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
const findingsIn = (one: DataSourceUse, found: [string, DataSourceDraft][] = [['w', weather]]) =>
  resolveDataSources([one], new Map(found), 'transactional').findings;

describe('the data sources that a campaign uses', () => {
  it('are put in whole, each under its alias', () => {
    const other = { ...byCity('region'), alias: 'again' };
    expect(resolveDataSources([use, other], new Map([['w', weather]]), 'marketing')).toEqual({
      dataSources: [
        { ...use, request, mapping },
        { ...other, request, mapping },
      ],
      findings: [],
    });
  });

  it('must be there', () => {
    expect(findingsIn(use, [])).toEqual([
      finding('DataSourceMissing', '/dataSources/0/dataSourceId', 'There is no such data source.'),
    ]);
  });

  it.each([
    ['request', { name: 'Weather', mapping }],
    ['mapping', { name: 'Weather', request }],
  ])('must have a %s', (member, draft: DataSourceDraft) => {
    expect(findingsIn(use, [['w', draft]])).toEqual([
      finding('DataSourceIncomplete', '/dataSources/0/dataSourceId', `The data source has no ${member} yet.`),
    ]);
  });

  it('must have the column that is matched', () => {
    expect(findingsIn(byCity('city'))).toEqual([
      finding('ColumnUnknown', '/dataSources/0/join/column', 'The data source has no column "city".'),
    ]);
  });

  it('must take the column that is matched', () => {
    const columns = mapping.columns.map((column) => ({ ...column, isIgnored: true }));
    expect(findingsIn(byCity('region'), [['w', { ...weather, mapping: { ...mapping, columns } }]])).toEqual([
      finding('ColumnUnknown', '/dataSources/0/join/column', 'The data source ignores its column "region".'),
    ]);
  });

  it.each(['marketing', 'transactional'] as const)('may be given row by row in %s', (category) => {
    const byRow: DataSourceUse = { ...use, join: { kind: 'row' }, onFailure: 'skip' };
    const policy = { retries: 1 };
    expect(resolveDataSources([byRow], new Map([['w', { ...weather, policy }]]), category)).toEqual({
      dataSources: [{ ...byRow, request, mapping, policy }],
      findings: [],
    });
  });

  describe('that are shared', () => {
    const shared: DataSourceUse = { ...use, shareForSeconds: 60 };

    it('are of a transactional campaign', () => {
      expect(findingsIn(shared)).toEqual([]);
      expect(resolveDataSources([shared], new Map([['w', weather]]), 'marketing').findings).toEqual([
        finding(
          'DataSourceNotShareable',
          '/dataSources/0/shareForSeconds',
          'Only executions of transactional campaigns share what was fetched.',
        ),
      ]);
    });

    it('say for how long, whoever decides how long they are fresh', () => {
      expect(findingsIn({ ...shared, freshness: 'answer' })).toEqual([]);
      expect(findingsIn({ ...use, freshness: 'answer' })).toEqual([
        finding('DataSourceNotShareable', '/dataSources/0/freshness', 'Nothing is shared without shareForSeconds.'),
      ]);
    });

    it('are not given row by row', () => {
      expect(findingsIn({ ...shared, join: { kind: 'row' } })).toEqual([
        finding(
          'DataSourceNotShareable',
          '/dataSources/0/shareForSeconds',
          'Rows that are given once each are not shared.',
        ),
      ]);
    });

    it('tell of nobody’s members', () => {
      const inboundColumns = [{ key: 'city', attribute: 'homeAddress.city' }];
      expect(findingsIn(shared, [['w', { ...weather, request: { ...request, inboundColumns } }]])).toEqual([
        finding(
          'DataSourceNotShareable',
          '/dataSources/0/shareForSeconds',
          'What is fetched for the members of one execution is not shared.',
        ),
      ]);
    });
  });

  it('are each reported at their place', () => {
    const { findings } = resolveDataSources(
      [use, { ...use, dataSourceId: 'x' }, byCity('city')],
      new Map([['w', weather]]),
      'marketing',
    );
    expect(findings.map(({ pointer }) => pointer)).toEqual([
      '/dataSources/1/dataSourceId',
      '/dataSources/2/join/column',
    ]);
  });
});
