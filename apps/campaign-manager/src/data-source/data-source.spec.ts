import { describe, expect, it } from '@jest/globals';
import type { DataSourceBody } from './data-source.body.js';
import { dataSourceOf } from './data-source.js';

const asked = { method: 'POST' as const, url: 'https://api.example.com/weather' };
const defaults = { method: 'POST', addCount: true, inboundColumns: [], params: {}, timeoutMs: 60_000 };
const kept = (body: DataSourceBody) => dataSourceOf(body, { seal: (_, host) => `sealed for ${host}` });

describe('a data source as it is kept', () => {
  it('has its defaults filled in', () => {
    const { url } = asked;
    expect(kept({ name: 'Weather', request: { url } })).toEqual({ name: 'Weather', request: { ...defaults, url } });
  });

  it.each([
    [{ kind: 'link' }, { kind: 'link', maxPages: 100 }],
    [
      { kind: 'cursor', pointer: '/next', parameter: 'cursor' },
      { kind: 'cursor', pointer: '/next', parameter: 'cursor', maxPages: 100 },
    ],
    [
      { kind: 'page', parameter: 'p', maxPages: 5 },
      { kind: 'page', parameter: 'p', first: 1, maxPages: 5 },
    ],
    [
      { kind: 'page', parameter: 'p', first: 0 },
      { kind: 'page', parameter: 'p', first: 0, maxPages: 100 },
    ],
  ] as const)('has the defaults of %j', (pagination, whole) => {
    expect(kept({ name: 'Weather', request: { ...asked, pagination } })).toMatchObject({
      request: { pagination: whole },
    });
  });

  it('has what was given', () => {
    const request = {
      ...asked,
      method: 'PUT' as const,
      query: [{ name: 'unit', value: 'C' }],
      headers: [{ name: 'x-a', value: '{{params.a}}' }],
      body: '{}',
      addCount: false,
      inboundColumns: [{ key: 'city', attribute: 'homeAddress.city' }],
      params: { a: 1 },
      timeoutMs: 5,
    };
    const mapping = { arrayPath: '', columns: [{ id: 'city', key: 'city', type: 'text' as const }] };
    const policy = { retries: 0, fallback: null };
    const whole = { name: 'Weather', request, mapping, policy };
    expect(kept(whole)).toEqual(whole);
  });

  it('has no array where it flattens', () => {
    const columns = [{ id: 'city', key: '/city', type: 'text' as const }];
    expect(kept({ name: 'Weather', mapping: { mode: 'flatten', columns } })).toEqual({
      name: 'Weather',
      mapping: { mode: 'flatten', arrayPath: '', columns },
    });
  });

  it('has its secret sealed, or is none', () => {
    const host = 'api.example.com:443';
    const auth = { kind: 'basic', username: 'ada', password: 's3cret' } as const;
    expect(kept({ name: 'Weather', request: { ...asked, auth } })).toMatchObject({
      request: { auth: { ...auth, password: { sealed: `sealed for ${host}`, host } } },
    });
    expect(kept({ name: 'Weather', request: { ...asked, auth: { ...auth, password: { isSet: true } } } })).toEqual({
      pointer: '/request/auth/password',
      detail: 'There is no such secret yet: give it.',
    });
  });

  it('may have nothing but its name', () => {
    expect(kept({ name: 'Weather' })).toEqual({ name: 'Weather' });
  });
});
