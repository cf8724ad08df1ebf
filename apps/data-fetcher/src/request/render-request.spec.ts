import type { DataSourceRequest } from '@clarion/contracts';
import { describe, expect, it } from '@jest/globals';
import type { RenderedRequest } from './rendered-request.js';
import { renderRequest, type RunScope } from './render-request.js';
import type { Members } from './request-body.js';

const run: RunScope = {
  campaign: { id: 'match-day', version: 2, name: 'Match day' },
  execution: { id: 'BMA-1', acceptedAt: '2026-06-12T16:00:00.000Z' },
  context: { city: 'São Paulo', up: '..', host: '.evil.example', line: 'a\r\nx: y', list: [1], blank: '' },
};
type Changes = Partial<DataSourceRequest>;

const rows = [{ 'homeAddress.city': 'Oslo' }];
const membersOf = ({ inboundColumns }: Changes): Members => ({ count: 3, rows: inboundColumns ? rows : [] });
const url = 'https://api.example/weather';

const rendered = (changes: Changes) =>
  renderRequest(
    { method: 'POST', url, addCount: false, inboundColumns: [], params: { units: 'metric' }, timeoutMs: 1, ...changes },
    membersOf(changes),
    run,
  );
const urlOf = async (changes: Changes) => ((await rendered(changes)) as RenderedRequest).url;
const invalid = (detail: string) => ({ reason: 'DataSourceRequestInvalid', detail });

describe('a request', () => {
  it('is a POST of the standard body by itself (B-10, B-14, B-20, B-30)', async () => {
    expect(await rendered({})).toEqual({
      method: 'POST',
      url,
      headers: {},
      body: '{"params":{"units":"metric"},"data":[]}',
    });
  });

  it('tells the count, the chosen columns and custom parameters in it (B-11, B-12, B-13)', async () => {
    const inboundColumns = [{ key: 'zip', attribute: 'homeAddress.city' }];
    expect(await rendered({ addCount: true, inboundColumns })).toMatchObject({
      body: '{"params":{"units":"metric","count":3},"data":[{"zip":"Oslo"}]}',
    });
  });

  it('has the count in its templates where it was asked for', async () => {
    const counted = `${url}?n={{params.count}}`;
    expect(await urlOf({ url: counted, addCount: true })).toBe(`${url}?n=3`);
    expect(await rendered({ url: counted })).toEqual(
      invalid('its URL cannot be made: there is no value for params.count'),
    );
  });

  it.each<[Changes, string | null]>([
    [{ method: 'GET' }, null],
    [{ method: 'DELETE' }, null],
    [{ method: 'DELETE', body: '{"id":"{{campaign.id}}"}' }, '{"id":"match-day"}'],
    [{ method: 'PUT' }, '{"params":{"units":"metric"},"data":[]}'],
    [{ method: 'PATCH', body: '[{{{context.list}}}]' }, '[[1]]'],
    [{ body: '{"city":"{{context.city}}","id":"{{execution.id}}"}' }, '{"city":"São Paulo","id":"BMA-1"}'],
  ])('has the body of its method: %j', async (changes, body) => {
    expect(await rendered(changes)).toMatchObject({ body });
  });

  it('has headers of its own, by their names in lower case (B-19)', async () => {
    const headers = [
      { name: 'X-Campaign', value: '{{campaign.id}}/{{campaign.version}}' },
      { name: 'Authorization', value: 'Basic dTpw' },
    ];
    expect(await rendered({ headers })).toMatchObject({
      headers: { 'x-campaign': 'match-day/2', authorization: 'Basic dTpw' },
    });
  });

  it.each([
    ['{"a":', 'its body is not JSON'],
    ['{"a":{{params.units}} }', 'its body is not JSON'],
    ['{{params.nothing}}', 'its body cannot be made: there is no value for params.nothing'],
    [
      '"{{context.list}}"',
      'its body cannot be made: the value for context.list is an object or an array, where a text is needed',
    ],
    ['{{#if params.units}}', 'its body is no template'],
  ])('cannot be made of the body %s (B-65, B-69)', async (body, detail) => {
    expect(await rendered({ body })).toEqual(invalid(detail));
  });

  it('has no body as a GET', async () => {
    expect(await rendered({ method: 'GET', body: '{}' })).toEqual(invalid('it has a body, and GET has none'));
  });

  it('has a body of 5 MB at most (B-31, B-60), measured in bytes', async () => {
    const body = (characters: number) => `"${'é'.repeat(characters)}"`;
    expect(await rendered({ body: body(2_621_439) })).toMatchObject({ body: body(2_621_439) });
    expect(await rendered({ body: body(2_621_440) })).toMatchObject({ reason: 'DataSourceRequestTooLarge' });
  });
});

describe('the URL of a request (B-17)', () => {
  it.each<[Changes, string]>([
    [{ url: 'https://api.example/x?count=2#part' }, 'https://api.example/x?count=2'],
    [{ url: 'https://api.example/{{context.city}}/x' }, 'https://api.example/S%C3%A3o%20Paulo/x'],
    [{ url: 'https://api.example:8443/?q={{context.up}}' }, 'https://api.example:8443/?q=..'],
    [{ url: 'https://api.example{{context.blank}}/x' }, 'https://api.example/x'],
    [{ query: [{ name: 'a b', value: '{{context.city}}&c=d' }] }, `${url}?a%20b=S%C3%A3o%20Paulo%26c%3Dd`],
    [
      {
        url: `${url}?first=1`,
        query: [
          { name: 'tag', value: 'x' },
          { name: 'tag', value: 'y' },
        ],
      },
      `${url}?first=1&tag=x&tag=y`,
    ],
  ])('is made of the template and its query: %j', async (changes, expected) => {
    expect(await urlOf(changes)).toBe(expected);
  });

  it.each([
    'https://{{params.units}}/x',
    'https://api.example{{context.host}}/x',
    'https://api.{{params.units}}/x',
    'https://api.example:4{{params.count}}/x',
    'https://user{{params.units}}@api.example/x',
    'https://api.example{{#if params.units}}@evil.example{{/if}}/x',
    'http{{#if params.units}}s{{/if}}://api.example/x',
    '{{params.units}}://api.example/x',
  ])('has no value in its host: %s', async (template) => {
    expect(await rendered({ url: template, addCount: true })).toEqual(invalid('its URL has a value in its host'));
  });

  it.each(['/a/{{context.up}}/b', '/a/{{context.up}}', '/a/%2e{{#if params.units}}.{{/if}}/b', '/a/{{context.up}}\\b'])(
    'has no step up in its path: %s',
    async (path) => {
      expect(await rendered({ url: `https://api.example${path}` })).toEqual(
        invalid('its URL has a step up in its path'),
      );
    },
  );

  it('is left to those who know which may be called, where it is none (B-62)', async () => {
    expect(await urlOf({ url: '/weather' })).toBe('/weather');
  });

  it('shows no value where one is missing in its query', async () => {
    const query = [{ name: 'key', value: '{{params.units}}{{context.nothing}}' }];
    const detail = 'the value of its query parameter key cannot be made: there is no value for context.nothing';
    expect(await rendered({ query })).toEqual(invalid(detail));
  });
});

describe('the headers of a request', () => {
  it.each([
    ['Accept', 'x', 'its header "Accept" is reserved'],
    ['content-length', '1', 'its header "content-length" is reserved'],
    ['Idempotency-Key', 'x', 'its header "Idempotency-Key" is reserved'],
    ['traceparent', 'x', 'its header "traceparent" is reserved'],
    ['x y', 'x', 'its header "x y" has a name that is none (RFC 9110)'],
    ['', 'x', 'its header "" has a name that is none (RFC 9110)'],
    ['x-line', '{{context.line}}', 'its header "x-line" has a value that no header can have (RFC 9110)'],
    ['x-city', '{{context.city}}', 'its header "x-city" has a value that no header can have (RFC 9110)'],
    [
      'x-none',
      '{{context.none}}',
      'the value of its header "x-none" cannot be made: there is no value for context.none',
    ],
    ['x-raw', '{{{context.city}}}', 'the value of its header "x-raw" is no template'],
  ])('are held to the rules of B-32, B-66, B-67, B-68: %s', async (name, value, detail) => {
    expect(await rendered({ headers: [{ name, value }] })).toEqual(invalid(detail));
  });

  it('are there once each', async () => {
    const headers = ['X-A', 'x-a'].map((name) => ({ name, value: '1' }));
    expect(await rendered({ headers })).toEqual(invalid('its header "x-a" is there twice'));
  });

  it('do not say again what proves who asks, which has no reserved name either (B-72)', async () => {
    const secret = { sealed: 'x', host: 'api.example:443' };
    const headers = [{ name: 'Authorization', value: 'x' }];
    expect(await rendered({ headers, auth: { kind: 'basic', username: 'u', password: secret } })).toEqual(
      invalid('its header "Authorization" is taken by what proves who asks'),
    );
    expect(await rendered({ auth: { kind: 'header', name: 'Host', value: secret } })).toEqual(
      invalid('its header "Host" is reserved'),
    );
  });
});
