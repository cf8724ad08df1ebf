import { testDatabase, type TestDatabase } from '@clarion/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { ResolverUnderTest } from './resolver-under-test.js';

describe('what is told of one recipient', () => {
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
  const content = ['en', 'es', 'pt'].map((locale) => ({ treatment: 'default', locale }));
  const campaign = { sandbox: 'dev', category: 'marketing', channel: 'email', createNewProfiles: false, content };
  const facts = async (changes: object) => (await post('recipient-facts', { ...campaign, ...changes })).body;
  const ada = { namespace: 'crm', userId: 'ada' };

  beforeAll(async () => {
    home = await testDatabase();
    resolver = await ResolverUnderTest.on(home.url);
    app = await resolver.app();
    const attributes = { city: 'Lima', personalEmail: { address: 'ada@x.example' } };
    const profile = { identities: [ada], attributes, language: 'es-PE', consents: { email: true } };
    await post('profiles', { sandbox: 'dev', profiles: [profile] });
  });

  afterAll(async () => {
    await app.close();
    await resolver.stop();
    await home.drop();
  });

  it('has the stored profile with what is given laid over it, the address, and the variant in the language', async () => {
    expect(await facts({ ...ada, profile: { city: 'Oslo' } })).toEqual({
      attributes: { city: 'Oslo', personalEmail: { address: 'ada@x.example' } },
      address: 'ada@x.example',
      variant: { treatment: 'default', locale: 'es' },
    });
    expect(await facts({ ...ada, language: 'pt-BR' })).toMatchObject({ variant: { locale: 'pt' } });
  });

  it('has only what is given of nobody in particular', async () => {
    const profile = { city: 'Oslo' };
    expect(await facts({ profile, language: 'es' })).toEqual({ attributes: profile, variant: content[1] });
    expect(await facts({ profile, language: 'es', content: [] })).toEqual({ attributes: profile });
  });

  it('says why an execution would send them nothing: no profile, no consent, suppressed', async () => {
    expect(await facts({ ...ada, sandbox: 'prod' })).toMatchObject({ attributes: {}, exclusion: 'ProfileNotFound' });
    const unwilling = { identities: [{ namespace: 'email', userId: 'no@x.example' }], attributes: {} };
    await post('profiles', { sandbox: 'dev', profiles: [{ ...unwilling, consents: { email: false } }] });
    const no = { namespace: 'email', userId: 'no@x.example' };
    expect(await facts(no)).toMatchObject({ address: 'no@x.example', exclusion: 'NoConsent' });
    expect(await facts({ ...no, category: 'transactional' })).not.toHaveProperty('exclusion');
    await post('suppressions', { sandbox: 'dev', channel: 'email', address: 'NO@x.example', isSuppressed: true });
    expect(await facts({ ...no, category: 'transactional' })).toMatchObject({ exclusion: 'Suppressed' });
  });

  it('creates no profile', async () => {
    const stranger = { namespace: 'email', userId: 'new@x.example' };
    expect(await facts({ ...stranger, createNewProfiles: true })).toMatchObject({ address: 'new@x.example' });
    expect(await resolver.profiles.find('dev', [stranger])).toEqual(new Map());
  });

  it('is not told where the question has faults', async () => {
    expect(await post('recipient-facts', { ...campaign, channel: 'fax', profile: 'Ada' })).toMatchObject({
      status: 400,
      body: { errors: [{ pointer: '/channel' }, { pointer: '/profile' }] },
    });
  });
});
