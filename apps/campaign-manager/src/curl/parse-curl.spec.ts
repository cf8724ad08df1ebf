import { describe, expect, it } from '@jest/globals';
import { parseCurl } from './parse-curl.js';
import type { ParsedCurl } from './parsed-curl.answer.js';

const parsed = (line: string): ParsedCurl => {
  const result = parseCurl(line);
  if ('pointer' in result) throw new Error(result.detail);
  return result;
};
const requestOf = (line: string) => parsed(line).request;
const codesOf = (line: string) => parsed(line).warnings.map(({ code }) => code);
const url = 'https://api.example.com/weather';

describe('the request of a command line', () => {
  it('is what a browser copies', () => {
    const line = String.raw`curl 'https://api.example.com/weather?unit=C&city=S%C3%A3o+Paulo' \
  -X 'PUT' \
  -H 'accept: application/json, text/plain, */*' \
  -H 'accept-language: en' \
  -H 'content-type: application/json' \
  -H 'user-agent: Mozilla/5.0' \
  --data-raw $'{"name":"O\'Hara","list":[1,2],"deep":{"a":{}}}' \
  --compressed`;
    expect(parsed(line)).toEqual({
      request: {
        method: 'PUT',
        url,
        query: [
          { name: 'unit', value: 'C' },
          { name: 'city', value: 'São Paulo' },
        ],
        headers: [{ name: 'accept-language', value: 'en' }],
        body: '{"name":"O\'Hara","list":[1,2],"deep":{"a":{}}}',
      },
      warnings: [],
    });
  });

  it.each([
    [`curl ${url}`, 'GET'],
    [`$ curl ${url}`, 'GET'],
    [`/usr/bin/curl --url ${url} -sS`, 'GET'],
    [`curl -d '{}' ${url}`, 'POST'],
    [`curl -XDELETE ${url}`, 'DELETE'],
    [`curl -sX PATCH -d '{}' ${url}`, 'PATCH'],
    [`curl --request=put ${url}`, 'PUT'],
    [`curl --json '{}' ${url}`, 'POST'],
    [`curl -G -d a=1 ${url}`, 'GET'],
  ])('has its method: %s', (line, method) => {
    expect(parsed(line)).toMatchObject({ request: { method, url }, warnings: [] });
  });

  it.each([
    [`curl ${url} -d '{"a":' -d '1}'`, undefined],
    [`curl ${url} --json '{"a":' --json '1}'`, '{"a":1}'],
    [`curl ${url} --data-binary '{"a":"{{context.a}}"}'`, '{"a":"{{context.a}}"}'],
    [`curl ${url} -d "{\\"a\\":\\"b c\\"}"`, '{"a":"b c"}'],
    [`curl ${url} -X POST`, undefined],
  ])('has its body: %s', (line, body) => {
    expect(requestOf(line).body).toBe(body);
  });

  it('has in its query what -G puts there', () => {
    expect(requestOf(`curl -G ${url}?a=1 -d b=2 --data-urlencode 'c=d&e f' --data-urlencode '=g'`).query).toEqual([
      { name: 'a', value: '1' },
      { name: 'b', value: '2' },
      { name: 'c', value: 'd&e f' },
      { name: 'g', value: '' },
    ]);
  });

  it('keeps templates in its URL', () => {
    expect(parsed(`curl '${url}/{{params.id}}?city={{context.city}}'`)).toEqual({
      request: { method: 'GET', url: `${url}/{{params.id}}`, query: [{ name: 'city', value: '{{context.city}}' }] },
      warnings: [],
    });
  });

  it('keeps a query that is not encoded as it should be', () => {
    expect(requestOf(`curl '${url}?a=100%'`)).toMatchObject({ url: `${url}?a=100%` });
    expect(requestOf(`curl '${url}?a=100%'`)).not.toHaveProperty('query');
  });

  it('has its timeout', () => {
    expect(requestOf(`curl -m 2.5 ${url}`).timeoutMs).toBe(2_500);
    expect(parsed(`curl --max-time 300 ${url}`)).toMatchObject({
      request: { timeoutMs: 60_000 },
      warnings: [{ code: 'OptionNotTaken' }],
    });
  });

  it('has the last of a header that is there twice', () => {
    const line = `curl ${url} -H 'X-A: 1' -H 'x-a: 2' -H 'X-B;' -H 'X-C:'`;
    expect(requestOf(line).headers).toEqual([
      { name: 'x-a', value: '2' },
      { name: 'X-B', value: '' },
    ]);
  });
});

describe('what proves who asks', () => {
  const basic = { kind: 'basic', username: 'ada', password: 's3:cret' };
  it.each([
    [`curl -u ada:s3:cret ${url}`, basic],
    [`curl https://ada:s3%3Acret@api.example.com/weather`, basic],
    [`curl -H 'Authorization: Basic ${Buffer.from('ada:s3:cret').toString('base64')}' ${url}`, basic],
    [
      `curl -H 'Authorization: Bearer s3cret' ${url}`,
      { kind: 'header', name: 'Authorization', value: 'Bearer s3cret' },
    ],
    [`curl --oauth2-bearer s3cret ${url}`, { kind: 'header', name: 'authorization', value: 'Bearer s3cret' }],
    [`curl -H 'X-Api-Key: s3cret' ${url}`, { kind: 'header', name: 'X-Api-Key', value: 's3cret' }],
    [`curl -H 'apikey: s3cret' ${url}`, { kind: 'header', name: 'apikey', value: 's3cret' }],
    [
      `curl -H 'Ocp-Apim-Subscription-Key: s' ${url}`,
      { kind: 'header', name: 'Ocp-Apim-Subscription-Key', value: 's' },
    ],
    [`curl -H 'X-Auth-Token: s3cret' ${url}`, { kind: 'header', name: 'X-Auth-Token', value: 's3cret' }],
  ])('is known: %s', (line, auth) => {
    expect(parsed(line)).toEqual({ request: { method: 'GET', url, auth }, warnings: [] });
  });

  it('stays nowhere else', () => {
    const { request, warnings } = parsed(
      `curl -u ada:s3cret -H 'Authorization: Bearer s3cret' https://x:s3cret@api.example.com/`,
    );
    const { auth, ...rest } = request;
    expect(auth).toMatchObject({ password: 's3cret' });
    expect(JSON.stringify([rest, warnings])).not.toContain('s3cret');
  });

  it('is one: of others it is said that everyone can read them', () => {
    const { request, warnings } = parsed(`curl ${url} -H 'x-api-key: s3cret' -H 'authorization: Bearer s3cret'`);
    expect(request).toMatchObject({
      auth: { name: 'authorization' },
      headers: [{ name: 'x-api-key' }],
    });
    expect(warnings).toMatchObject([{ code: 'ReadableSecret', detail: expect.not.stringContaining('s3cret') }]);
  });

  it('is not there where the password is asked for', () => {
    expect(parsed(`curl -u ada ${url}`)).toMatchObject({ warnings: [{ code: 'AuthNotTaken' }] });
    expect(requestOf(`curl -u ada ${url}`)).not.toHaveProperty('auth');
  });
});

describe('what a request does not have', () => {
  it.each([
    [`curl -k ${url}`, 'OptionNotTaken'],
    [`curl -L ${url}`, 'OptionNotTaken'],
    [`curl -x http://proxy:8080 ${url}`, 'OptionNotTaken'],
    [`curl --wat ${url}`, 'OptionNotTaken'],
    [`curl --ntlm ${url}`, 'OptionNotTaken'],
    [`curl -b 'session=s3cret' ${url}`, 'CookieNotTaken'],
    [`curl -H 'Cookie: session=s3cret' ${url}`, 'CookieNotTaken'],
    [`curl -d @s3cret.json ${url}`, 'FileNotTaken'],
    [`curl -F 'file=@s3cret' ${url}`, 'FileNotTaken'],
    [`curl -H @s3cret ${url}`, 'FileNotTaken'],
    [`curl --cert s3cret.pem ${url}`, 'FileNotTaken'],
    [`curl -H 'Range: bytes=0-1' ${url}`, 'HeaderNotTaken'],
    [`curl -H 'x-a: größe' ${url}`, 'HeaderNotTaken'],
    [`curl -H 'content-type: text/xml' ${url}`, 'HeaderNotTaken'],
    [`curl -d 'a=s3cret' ${url}`, 'BodyNotTaken'],
    [`curl -X GET -d '{}' ${url}`, 'BodyNotTaken'],
    [`curl -I ${url}`, 'MethodNotTaken'],
    [`curl -X PURGE ${url}`, 'MethodNotTaken'],
    [`curl ${url} ${url}/2`, 'MoreThanOneUrl'],
    [`curl ${url} | jq .`, 'Shell'],
    [`curl ${url}?a=1&b=2`, 'Shell'],
    [`curl "${url}/$ID"`, 'Shell'],
    ['curl http://api.example.com/', 'PlainHttp'],
    ['curl api.example.com/x', 'UrlChanged'],
    [`curl '${url}/{{profile.id}}'`, 'NotTemplate'],
    [`curl ${url} -d '{"a":"{{#if"}'`, 'NotTemplate'],
    [`curl 'https://{{context.host}}/'`, 'NotTemplate'],
  ])('is said: %s', (line, code) => {
    expect(codesOf(line)).toEqual([code]);
    expect(JSON.stringify(parsed(line).warnings)).not.toContain('s3cret');
  });

  it('is said once for each option', () => {
    expect(codesOf(`curl -k -k --retry 3 -b a=b ${url}`)).toEqual([
      'OptionNotTaken',
      'OptionNotTaken',
      'CookieNotTaken',
    ]);
  });
});

describe('a text that is no command line of curl', () => {
  it.each([
    ['', 'must begin with curl'],
    [`wget ${url}`, 'must begin with curl'],
    ['curl', 'has no URL'],
    ['curl -X POST', 'has no URL'],
    [`curl ${'a '.repeat(1_000)}`, 'must be of at most 1000 words'],
    [`curl -u 's3cret' \${`, 'is no command line of a POSIX shell'],
    [`curl ^"${url}^" ^\r\n  -H ^"a: b^"`, 'is written for the Windows command prompt: copy it as cURL (bash)'],
  ])('is refused: %j', (line, detail) => {
    expect(parseCurl(line)).toEqual({ pointer: '/curl', detail });
  });
});
