import { testDatabase, type TestDatabase } from '@clarion/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { ResolverUnderTest } from './resolver-under-test.js';
import { SuppressionsRepository } from './suppressions.repository.js';

describe('the internal routes', () => {
  let home: TestDatabase;
  let resolver: ResolverUnderTest;
  let app: NestFastifyApplication;

  const post = async (path: string, body: object) => {
    const headers = { 'content-type': 'application/json' };
    const answer = await app.inject({
      method: 'POST',
      url: `/internal/${path}`,
      headers,
      payload: JSON.stringify(body),
    });
    return { status: answer.statusCode, body: answer.json<Record<string, unknown>>() };
  };
  const suppress = (isSuppressed: unknown, changes: object = {}) =>
    post('suppressions', { sandbox: 'dev', channel: 'email', address: 'Ada@X.example', isSuppressed, ...changes });
  const isSuppressed = async (sandbox: string, address: string) =>
    (await new SuppressionsRepository(resolver.database).among(sandbox, 'email', [address])).has(address);

  beforeAll(async () => {
    home = await testDatabase();
    resolver = await ResolverUnderTest.on(home.url);
    app = await resolver.app();
  });

  afterAll(async () => {
    await app.close();
    await resolver.stop();
    await home.drop();
  });

  it('suppress an address in its sandbox and in whichever case, as often as it is said, until it is taken back', async () => {
    const ok = { status: 200, body: {} };
    expect(await suppress(true)).toEqual(ok);
    expect(await suppress(true, { address: 'ada@x.EXAMPLE' })).toEqual(ok);
    expect(await isSuppressed('dev', 'ADA@x.example')).toBe(true);
    expect(await isSuppressed('prod', 'ada@x.example')).toBe(false);
    expect(await suppress(false, { address: 'ADA@x.example' })).toEqual(ok);
    expect(await suppress(false)).toEqual(ok);
    expect(await isSuppressed('dev', 'ada@x.example')).toBe(false);
  });

  it('refuse a suppression that says too little, or what they do not know', async () => {
    for (const changes of [
      { channel: 'fax' },
      { address: '' },
      { address: 'nul \0' },
      { sandbox: 7 },
      { reason: 'x' },
    ]) {
      expect([changes, await suppress(true, changes)]).toMatchObject([changes, { status: 400 }]);
    }
    expect(await suppress('yes')).toMatchObject({ status: 400 });
  });

  it('keep the consents of profiles, and refuse what is none', async () => {
    const identities = [{ namespace: 'email', userId: 'ada@x.example' }];
    const upsert = (profile: object) => post('profiles', { sandbox: 'dev', profiles: [{ identities, ...profile }] });
    expect(await upsert({ attributes: {}, consents: { email: false } })).toEqual({
      status: 200,
      body: { upserted: 1 },
    });
    const [stored] = (await resolver.profiles.find('dev', identities)).values();
    expect(stored?.consents).toEqual({ email: false });
    expect(await upsert({ attributes: {}, consents: { email: 'no' } })).toMatchObject({
      status: 400,
      body: { errors: [{ pointer: '/profiles/0/consents' }] },
    });
  });
});
