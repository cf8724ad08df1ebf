import { describe, expect, it } from '@jest/globals';
import { dataSourceOf } from './data-source.js';

const asked = { method: 'POST' as const, url: 'https://api.example.com/weather' };

describe('a data source as it is kept', () => {
  it('has its defaults filled in', () => {
    expect(dataSourceOf({ name: 'Weather', request: asked })).toEqual({
      name: 'Weather',
      request: { ...asked, addCount: true, inboundColumns: [], params: {}, timeoutMs: 60_000 },
    });
  });

  it('has what was given', () => {
    const inboundColumns = [{ key: 'city', attribute: 'homeAddress.city' }];
    const request = { ...asked, addCount: false, inboundColumns, params: { unit: 'C' }, timeoutMs: 5 };
    const mapping = { arrayPath: '', columns: [{ id: 'city', key: 'city', type: 'text' as const }] };
    expect(dataSourceOf({ name: 'Weather', request, mapping })).toEqual({ name: 'Weather', request, mapping });
  });

  it('may have nothing but its name', () => {
    expect(dataSourceOf({ name: 'Weather' })).toEqual({ name: 'Weather' });
  });
});
