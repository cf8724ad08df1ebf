import type { DataSourceRequest } from '@clarion/contracts';
import { describe, expect, it } from '@jest/globals';
import { attributesOf, hasStandardBody, needsMembers, requestBody } from './request-body.js';

const request = (changes: Partial<DataSourceRequest> = {}): DataSourceRequest => ({
  method: 'POST',
  url: 'https://api.example.com/weather',
  addCount: false,
  inboundColumns: [],
  params: {},
  timeoutMs: 60_000,
  ...changes,
});
const byCity = request({ addCount: true, inboundColumns: [{ key: 'region', attribute: 'homeAddress.city' }] });
const members = { count: 1_000, rows: [{ 'homeAddress.city': 'Madrid' }, { 'homeAddress.city': null }] };

async function sent(...[of, to]: Parameters<typeof requestBody>): Promise<unknown> {
  const body = await requestBody(of, to);
  return typeof body === 'string' ? JSON.parse(body) : body;
}

describe('the body of a call (B-30)', () => {
  it('tells the count and the chosen attributes by their keys (B-11, B-12)', async () => {
    expect(await sent(byCity, members)).toEqual({
      params: { count: 1_000 },
      data: [{ region: 'Madrid' }, { region: null }],
    });
  });

  it('has the custom parameters merged in, and the count where it was asked for only (B-13)', async () => {
    const params = { state: 'CA', nested: { a: [1] }, count: 'own' };
    expect(await sent(request({ params }), members)).toMatchObject({ params });
    expect(await sent(request({ params, addCount: true }), members)).toMatchObject({
      params: { ...params, count: 1_000 },
    });
  });

  it('is the same shape where nothing is told', async () => {
    expect(await requestBody(request(), { count: 0, rows: [] })).toBe('{"params":{},"data":[]}');
  });

  it.each([
    ['POST', undefined, true],
    ['PUT', undefined, true],
    ['PATCH', undefined, true],
    ['GET', undefined, false],
    ['DELETE', undefined, false],
    ['POST', '{}', false],
    ['DELETE', '{}', false],
  ] as const)('is that of a %s with the body %s: %s (B-14, B-20)', (method, body, is) => {
    expect(hasStandardBody(request({ method, ...(body !== undefined && { body }) }))).toBe(is);
  });

  it('takes 5 MB and no more (B-31, B-60), measured in bytes', async () => {
    const note = (characters: number) => ({ params: { note: 'é'.repeat(characters) } });
    const around = '{"params":{"note":""},"data":[]}'.length;
    const fits = (5_242_880 - around) / 2;
    expect(typeof (await requestBody(request(note(fits)), { count: 0, rows: [] }))).toBe('string');
    expect(await sent(request(note(fits + 1)), { count: 0, rows: [] })).toMatchObject({
      reason: 'DataSourceRequestTooLarge',
    });
    const rows = Array.from({ length: 6_000 }, () => ({ 'homeAddress.city': 'x'.repeat(1_000) }));
    expect(await sent(byCity, { count: 6_000, rows })).toMatchObject({ reason: 'DataSourceRequestTooLarge' });
  });
});

describe('a request', () => {
  it('needs the members when it tells of them', () => {
    expect([request(), request({ addCount: true }), byCity].map(needsMembers)).toEqual([false, true, true]);
    const told = { ...byCity, addCount: false };
    expect([told, { ...told, method: 'GET' as const }, { ...told, body: '{}' }].map(needsMembers)).toEqual([
      true,
      false,
      false,
    ]);
  });

  it('asks for each attribute once', () => {
    const inboundColumns = ['a', 'b', 'a'].map((attribute, index) => ({ key: `k${index}`, attribute }));
    expect(attributesOf(request({ inboundColumns }))).toEqual(['a', 'b']);
  });
});
