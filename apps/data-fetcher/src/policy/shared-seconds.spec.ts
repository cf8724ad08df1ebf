import type { CampaignDataSource } from '@clarion/contracts';
import { describe, expect, it } from '@jest/globals';
import { sharedSeconds } from './shared-seconds.js';

const url = 'https://weather.example/';
const source: CampaignDataSource = {
  alias: 'weather',
  dataSourceId: 'ds-weather',
  request: { method: 'POST', url, addCount: false, inboundColumns: [], params: {}, timeoutMs: 5_000 },
  mapping: { arrayPath: '', columns: [] },
  join: { kind: 'all' },
  shareForSeconds: 60,
};
const inboundColumns = [{ key: 'region', attribute: 'homeAddress.city' }];

describe('the executions of a campaign', () => {
  it('share a snapshot for as long as its data source says', () => {
    expect(sharedSeconds(source, 'transactional')).toBe(60);
  });

  it('share none unless it says so', () => {
    const { shareForSeconds, ...own } = source;
    expect(shareForSeconds).toBe(60);
    expect(sharedSeconds(own, 'transactional')).toBeUndefined();
    expect(sharedSeconds({ ...source, shareForSeconds: 0 }, 'transactional')).toBeUndefined();
  });

  it('share none where the campaign is for an audience', () => {
    expect(sharedSeconds(source, 'marketing')).toBeUndefined();
  });

  it('share no rows that are each given once', () => {
    expect(sharedSeconds({ ...source, join: { kind: 'row' } }, 'transactional')).toBeUndefined();
  });

  it('share no answer to what their members are', () => {
    const asked = { ...source, request: { ...source.request, inboundColumns } };
    expect(sharedSeconds(asked, 'transactional')).toBeUndefined();
  });
});
