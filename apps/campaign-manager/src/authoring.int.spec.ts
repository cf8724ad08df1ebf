import { testDatabase, type TestDatabase } from '@clarion/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { keyOf, startManager, type ManagerUnderTest } from './manager-under-test.js';

const dev = keyOf('dev');

let database: TestDatabase;
let manager: ManagerUnderTest;

beforeAll(async () => {
  database = await testDatabase();
  manager = await startManager(database.url);
});
afterAll(async () => {
  await manager.stop();
  await database.drop();
});

const parse = (what: 'sample' | 'curl', body: unknown) =>
  manager.call('POST', `/v1/data-sources/parse-${what}`, dev, body);
const create = (body: object) => manager.call('POST', '/v1/data-sources', dev, body);

describe('a sample that was pasted', () => {
  const sample = '{"weather":[{"Region name":"North","temp":20.5},{"Region name":null,"temp":7}],"total":2}';

  it('becomes mappings that a data source takes as they are', async () => {
    const { status, body } = await parse('sample', { sample });
    const { arrays, flatten } = body as { arrays: { mapping: object }[]; flatten: { mapping: object } };
    expect(status).toBe(200);
    expect(arrays).toMatchObject([{ path: '/weather', elements: 2, nullable: ['regionName'] }]);
    for (const { mapping } of [...arrays, flatten]) {
      expect(await create({ name: 'Weather', mapping })).toMatchObject({ status: 201, body: { mapping } });
    }
  });

  it('may be JSON, or of another content type', async () => {
    const asText = await parse('sample', { sample });
    expect((await parse('sample', { sample: JSON.parse(sample) as unknown })).body).toEqual(asText.body);
    const csv = await parse('sample', { sample: 'a,b\n1,x', contentType: 'text/csv' });
    expect(csv.body).toMatchObject({ arrays: [{ mapping: { columns: [{ type: 'integer' }, { type: 'text' }] } }] });
  });

  it.each([
    ['nothing', {}, ['/sample']],
    ['no JSON', { sample: '{' }, ['/sample']],
    ['HTML', { sample, contentType: 'text/html' }, ['/contentType']],
    ['a member nobody knows', { sample, path: '' }, ['/path']],
  ])('is refused: %s', async (_, body, pointers) => {
    const answer = await parse('sample', body);
    const errors = answer.body['errors'] as { pointer: string }[];
    expect([answer.status, [...new Set(errors.map(({ pointer }) => pointer))]]).toEqual([400, pointers]);
  });

  it('has 1 MB at most', async () => {
    const bytes = (count: number) => `["${'x'.repeat(count - 4)}"]`;
    expect((await parse('sample', { sample: bytes(1_048_576) })).status).toBe(200);
    expect(await parse('sample', { sample: bytes(1_048_577) })).toMatchObject({
      status: 413,
      body: { code: 'SampleTooLarge' },
    });
  });
});

describe('a command line that was pasted', () => {
  it('becomes a request that a data source takes as it is', async () => {
    const curl = `curl -k -u ada:s3cret -H 'x-a: 1' 'https://api.example.com/weather?unit=C' --json '{"a":1}'`;
    const { status, body, headers } = await parse('curl', { curl });
    expect([status, body]).toEqual([
      200,
      {
        request: {
          method: 'POST',
          url: 'https://api.example.com/weather',
          query: [{ name: 'unit', value: 'C' }],
          headers: [{ name: 'x-a', value: '1' }],
          body: '{"a":1}',
          auth: { kind: 'basic', username: 'ada', password: 's3cret' },
        },
        warnings: [{ code: 'OptionNotTaken', detail: expect.stringContaining('--insecure') }],
      },
    ]);
    expect(headers['cache-control']).toBe('no-store');
    const created = await create({ name: 'Weather', request: body['request'] });
    expect([created.status, JSON.stringify(created.body)]).toEqual([201, expect.not.stringContaining('s3cret')]);
  });

  it.each([
    {},
    { curl: 7 },
    { curl: 'wget x' },
    { curl: "curl -u 's3cret' ${" },
    { curl: `curl ${'s3cret'.repeat(20_000)}` },
  ])('is refused where it is none, and shown to nobody', async (body) => {
    const answer = await parse('curl', body);
    const errors = answer.body['errors'] as { pointer: string }[];
    expect([answer.status, [...new Set(errors.map(({ pointer }) => pointer))]]).toEqual([400, ['/curl']]);
    expect(JSON.stringify(answer.body)).not.toContain('s3cret');
  });
});

it('nobody pastes without a key', async () => {
  const stranger = { ...dev, secret: 'other' };
  for (const what of ['sample', 'curl']) {
    expect((await manager.call('POST', `/v1/data-sources/parse-${what}`, stranger, {})).status).toBe(401);
  }
});
