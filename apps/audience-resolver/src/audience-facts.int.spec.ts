import { testDatabase, type TestDatabase } from '@clarion/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { ResolverUnderTest } from './resolver-under-test.js';

describe('what a review asks of a sandbox’s profiles', () => {
  let home: TestDatabase;
  let resolver: ResolverUnderTest;
  let app: NestFastifyApplication;

  const post = async (path: string, body: object) => {
    const headers = { 'content-type': 'application/json' };
    const answer = await app.inject({ method: 'POST', url: `/internal/${path}`, headers, payload: body });
    return { status: answer.statusCode, body: answer.json<Record<string, unknown>>() };
  };
  const ask = async (changes: object) =>
    post('audience-facts', { sandbox: 'dev', namespace: 'crmId', attributes: [], ...changes });
  const livesIn = (value: string) => ({
    kind: 'rule',
    rule: { combinator: 'and', rules: [{ field: 'homeAddress.city', operator: '=', value }] },
  });

  beforeAll(async () => {
    home = await testDatabase();
    resolver = await ResolverUnderTest.on(home.url);
    app = await resolver.app();
    const ada = {
      identities: [{ namespace: 'crmId', userId: 'ada' }],
      attributes: { homeAddress: { city: 'London' }, nickname: null },
    };
    expect((await post('profiles', { sandbox: 'dev', profiles: [ada] })).status).toBe(200);
  });

  afterAll(async () => {
    await app.close();
    await resolver.stop();
    await home.drop();
  });

  it('is whether anybody is in an audience, a rule or a list', async () => {
    const listed = (userId: string) => ({ kind: 'list', identities: [{ namespace: 'CRMID', userId }] });
    const isAnybody = async (audience: object, changes: object = {}) =>
      (await ask({ audience, ...changes })).body['isAnybody'];
    expect(await isAnybody(livesIn('London'))).toBe(true);
    expect(await isAnybody(livesIn('Madrid'))).toBe(false);
    expect(await isAnybody(listed('ada'))).toBe(true);
    expect(await isAnybody(listed('grace'))).toBe(false);
  });

  it('counts only who has an identity of the namespace, in the sandbox', async () => {
    const audience = livesIn('London');
    expect((await ask({ audience, namespace: 'phone' })).body).toEqual({ isAnybody: false, unseen: [] });
    expect((await ask({ audience, sandbox: 'prod' })).body).toEqual({ isAnybody: false, unseen: [] });
  });

  it('is which attributes none of them has; one that is null is one that they have', async () => {
    const attributes = ['person.name', 'homeAddress.city', 'nickname', 'homeAddress.zip'];
    expect(await ask({ attributes })).toEqual({ status: 200, body: { unseen: ['person.name', 'homeAddress.zip'] } });
  });

  it('is refused where the rule cannot be read, or a path is none', async () => {
    const audience = { kind: 'rule', rule: { combinator: 'xor', rules: [] } };
    expect(await ask({ audience })).toMatchObject({ status: 422, body: { code: 'MalformedRule' } });
    expect(await ask({ attributes: ['a..b'] })).toMatchObject({ status: 400 });
  });
});
