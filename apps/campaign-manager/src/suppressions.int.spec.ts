import { freePort, testDatabase, type TestDatabase } from '@clarion/testing';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { keyOf, startManager, type ManagerUnderTest } from './manager-under-test.js';
import { ResolverStandIn } from './resolver-stand-in.js';

const dev = keyOf('dev');

let database: TestDatabase;
let manager: ManagerUnderTest;
let resolver: ResolverStandIn;

beforeAll(async () => {
  database = await testDatabase();
  resolver = new ResolverStandIn(await freePort());
  manager = await startManager(database.url, resolver.url);
});
afterEach(() => {
  resolver.goAway();
});
afterAll(async () => {
  await manager.stop();
  await database.drop();
});

const pathOf = (address: string) => `/v1/suppressions/email/${encodeURIComponent(address)}`;

describe('a suppression', () => {
  it.each([
    ['PUT', true],
    ['DELETE', false],
  ] as const)(
    'is handed on to the resolver, in the sandbox of the caller and in their trace: %s',
    async (method, isSuppressed) => {
      const asked = await resolver.answers(204, undefined);
      const traceparent = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';
      const answer = await manager.call(method, pathOf('ada@example.com'), dev, undefined, { traceparent });
      expect([answer.status, answer.body]).toEqual([204, {}]);
      expect(asked).toMatchObject([
        {
          url: '/internal/suppressions',
          headers: { authorization: 'Bearer service-token' },
          body: { sandbox: 'dev', channel: 'email', address: 'ada@example.com', isSuppressed },
        },
      ]);
      expect(asked[0]?.headers['traceparent']).toContain('0af7651916cd43dd8448eb211c80319c');
    },
  );

  it.each([
    'odd/one+tag@example.com',
    `${'a'.repeat(64)}@${'b'.repeat(60)}.example.com`,
    'ä%20@example.com',
    'a?b#c@d',
  ])('may be of %s', async (address) => {
    const asked = await resolver.answers(200, {});
    expect((await manager.call('PUT', pathOf(address), dev)).status).toBe(204);
    expect(asked).toMatchObject([{ body: { address } }]);
  });

  it('may be asked for with an empty body that is said to be JSON', async () => {
    await resolver.answers(204, undefined);
    expect((await manager.call('PUT', pathOf('ada@example.com'), dev, '')).status).toBe(204);
  });

  it.each(['ada', '@', 'a\0b@example.com', 'a\r\nb@example.com', `${'a'.repeat(320)}@example.com`])(
    'is refused for %j, and the resolver hears nothing',
    async (address) => {
      const asked = await resolver.answers(204, undefined);
      expect(await manager.call('PUT', pathOf(address), dev)).toMatchObject({
        status: 400,
        body: { code: 'InvalidRequest' },
      });
      expect(asked).toEqual([]);
    },
  );

  it('is refused with the reason that the resolver gives', async () => {
    await resolver.answers(422, { code: 'MalformedAddress', detail: 'That is no address.' });
    expect(await manager.call('PUT', pathOf('a@b'), dev)).toMatchObject({
      status: 422,
      body: { code: 'MalformedAddress', detail: 'That is no address.' },
    });
  });

  it('is refused for now while the resolver is away', async () => {
    expect(await manager.call('DELETE', pathOf('ada@example.com'), dev)).toMatchObject({
      status: 503,
      headers: { 'retry-after': '5' },
      body: { code: 'ServiceUnavailable' },
    });
  });
});
