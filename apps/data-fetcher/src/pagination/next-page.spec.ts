import type { DataSourceMapping, DataSourceRequest, Pagination } from '@clarion/contracts';
import { describe, expect, it } from '@jest/globals';
import { firstPage, nextPage } from './next-page.js';

const url = 'https://api.example/offers?q=a%20b&page=0';
const mapping: DataSourceMapping = { arrayPath: '/offers', columns: [] };

interface Answered {
  body?: unknown;
  text?: string;
  contentType?: string;
  link?: string;
}

function after(pagination: Pagination, answered: Answered, number = 1, mapped = mapping): unknown {
  const request: DataSourceRequest = {
    method: 'GET',
    url,
    addCount: false,
    inboundColumns: [],
    params: {},
    timeoutMs: 1,
    pagination,
  };
  const { body, text = JSON.stringify(body), contentType = 'application/json', link } = answered;
  const answer = { contentType, body: Buffer.from(text), headers: link === undefined ? {} : { link } };
  return nextPage(url, { request, mapping: mapped }, { number, url, answer });
}

describe('the first page', () => {
  it('is the request as it is, or has its number', () => {
    expect(firstPage(url, undefined)).toBe(url);
    expect(firstPage(url, { kind: 'page', parameter: 'page', first: 1, maxPages: 2 })).toBe(
      'https://api.example/offers?q=a%20b&page=1',
    );
  });
});

describe('the page after a page', () => {
  const link: Pagination = { kind: 'link', maxPages: 3 };
  it.each([
    ['<?page=2>; rel=next', { url: 'https://api.example/offers?page=2' }],
    ['</b#part>; rel=next', { url: 'https://api.example/b' }],
    ['<https://api.example:443/b>; rel=next', { url: 'https://api.example/b' }],
    ['<b>; rel=prev', undefined],
  ])('is the one that is linked: %s', (header, expected) => {
    expect(after(link, { body: {}, link: header })).toEqual(expected);
  });

  it.each([
    'https://evil.example/b',
    '//evil.example/b',
    'http://api.example/b',
    'https://api.example:8443/b',
    'https://u@api.example/b',
    'data:application/json,[]',
  ])('is at the same host: %s is not', (target) => {
    const failure = { reason: 'DataSourceNotAllowed', detail: 'its next page is at another host', isRetryable: false };
    expect(after(link, { body: {}, link: `<${target}>; rel=next` })).toEqual(failure);
  });

  it('has a URL', () => {
    const failure = { detail: 'its link to the next page has no URL', reason: 'DataSourceAnswerUnreadable' };
    expect(after(link, { body: {}, link: '<https://>; rel=next' })).toMatchObject(failure);
  });

  const cursor: Pagination = { kind: 'cursor', pointer: '/meta/next', parameter: 'after', maxPages: 3 };
  it.each<[unknown, string | undefined]>([
    [{ meta: { next: 'a b&c' } }, `${url}&after=a+b%26c`],
    [{ meta: { next: 7 } }, `${url}&after=7`],
    [{ meta: { next: '\ud800' } }, `${url}&after=%EF%BF%BD`],
    [{ meta: { next: null } }, undefined],
    [{ meta: { next: '' } }, undefined],
    [{ meta: {} }, undefined],
    [[], undefined],
  ])('has the cursor of %j', (body, expected) => {
    expect(after(cursor, { body })).toEqual(expected === undefined ? undefined : { url: expected });
  });

  it.each([true, {}, []])('has a cursor that is a text or a number, not %j', (next) => {
    expect(after(cursor, { body: { meta: { next } } })).toMatchObject({
      reason: 'DataSourceAnswerUnreadable',
      detail: 'its cursor /meta/next is neither a text nor a number',
    });
  });

  const page: Pagination = { kind: 'page', parameter: 'page', first: 0, maxPages: 9 };
  it.each<[Answered, boolean]>([
    [{ body: { offers: [1] } }, true],
    [{ body: { offers: [] } }, false],
    [{ body: {} }, false],
    [{ text: 'garbage' }, false],
    [{ contentType: 'text/csv', text: 'title\na\n' }, true],
    [{ contentType: 'text/csv; charset=utf-8', text: 'title\n' }, false],
    [{ contentType: 'application/x-ndjson', text: '{"a":1}' }, true],
    [{ contentType: 'application/x-ndjson', text: '\n' }, false],
    [{ text: '\ufeff{"offers":[1]}' }, true],
  ])('has the next number until there are no rows: %j', (answered, isThere) => {
    expect(after(page, answered)).toEqual(isThere ? { url: 'https://api.example/offers?q=a%20b&page=1' } : undefined);
  });

  it.each([
    [{ a: 1 }, true],
    [{}, false],
    [[], false],
    [null, false],
  ])('has the next number until there is nothing, where the answer is flattened: %j', (body, isThere) => {
    const next = after(page, { body }, 1, { mode: 'flatten', arrayPath: '', columns: [] });
    expect(next !== undefined).toBe(isThere);
  });

  it('is not there after the most that are taken', () => {
    expect(after(link, { body: {}, link: '<b>; rel=next' }, 2)).toBeDefined();
    expect(after(link, { body: {}, link: '<b>; rel=next' }, 3)).toBeUndefined();
  });
});
