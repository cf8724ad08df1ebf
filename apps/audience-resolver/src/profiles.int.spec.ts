import { createLogger } from '@clarion/observability';
import { migrate, openDatabase } from '@clarion/persistence';
import { testDatabase, type TestDatabase } from '@clarion/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { sql, type Kysely } from 'kysely';
import { migrations } from './migrations/index.js';
import { ProfilesRepository } from './profiles.repository.js';
import type { Tables } from './tables.js';

const logger = createLogger('resolver-test', 'silent');
const email = (userId: string) => ({ namespace: 'email', userId });
const crm = (userId: string) => ({ namespace: 'CRM', userId });

describe('profiles', () => {
  let home: TestDatabase;
  let database: Kysely<Tables>;
  let profiles: ProfilesRepository;

  const find = async (sandbox: string, identity: { namespace: string; userId: string }) =>
    [...(await profiles.find(sandbox, [identity])).values()][0];
  const count = async (sandbox: string) => {
    const { rows } = await sql<{ count: number }>`
      select count(*)::int as count from profiles where sandbox = ${sandbox}`.execute(database);
    return rows[0]?.count;
  };

  beforeAll(async () => {
    home = await testDatabase();
    database = openDatabase<Tables>({ url: home.url, schema: 'audience_resolver' }, logger);
    await migrate(database, 'audience_resolver', migrations, logger);
    profiles = new ProfilesRepository(database);
  });

  afterAll(async () => {
    await database.destroy();
    await home.drop();
  });

  it('are found by each of their identities, in any case of the namespace', async () => {
    await profiles.upsert('found', [
      { identities: [crm('1'), email('a@x.example')], attributes: { city: 'Rome' }, language: 'it' },
    ]);
    const expected = { attributes: { city: 'Rome' }, language: 'it', consents: {} };
    expect(await find('found', { namespace: 'Email', userId: 'a@x.example' })).toEqual(expected);
    expect(await find('found', crm('1'))).toEqual(expected);
    expect(await find('elsewhere', crm('1'))).toBeUndefined();
  });

  it('keep the attributes that a later upsert does not name', async () => {
    await profiles.upsert('merged', [
      { identities: [crm('1')], attributes: { city: 'Rome', tier: 'gold' }, language: 'it' },
    ]);
    await profiles.upsert('merged', [{ identities: [crm('1')], attributes: { city: 'Oslo' } }]);
    expect(await find('merged', crm('1'))).toMatchObject({
      attributes: { city: 'Oslo', tier: 'gold' },
      language: 'it',
    });
    expect(await count('merged')).toBe(1);
  });

  it('keep the consents that a later upsert does not name', async () => {
    const consentsAfter = async (consents?: Record<string, boolean>) => {
      await profiles.upsert('consents', [{ identities: [crm('1')], attributes: {}, ...(consents && { consents }) }]);
      return (await find('consents', crm('1')))?.consents;
    };
    expect(await consentsAfter()).toEqual({});
    expect(await consentsAfter({ email: false })).toEqual({ email: false });
    expect(await consentsAfter({ sms: true })).toEqual({ email: false, sms: true });
    expect(await consentsAfter()).toEqual({ email: false, sms: true });
    expect(await consentsAfter({ email: true })).toEqual({ email: true, sms: true });
  });

  it('may be named twice in one upsert: what is said later counts', async () => {
    await profiles.upsert('twice', [
      {
        identities: [crm('1')],
        attributes: { city: 'Rome', tier: 'gold' },
        language: 'it',
        consents: { email: false },
      },
      { identities: [crm('1')], attributes: { city: 'Oslo' }, consents: { email: true, sms: false } },
    ]);
    expect(await find('twice', crm('1'))).toEqual({
      attributes: { city: 'Oslo', tier: 'gold' },
      language: 'it',
      consents: { email: true, sms: false },
    });
  });

  it('are changed by several at once without blocking each other', async () => {
    const wanted = Array.from({ length: 50 }, (_, index) => ({ identities: [crm(`${index}`)], attributes: {} }));
    const orders = Array.from({ length: 8 }, (_, turn) => (turn % 2 ? wanted : wanted.toReversed()));
    await Promise.all(
      orders.map((some, turn) =>
        profiles.upsert(
          'changed',
          some.map(({ identities }) => ({ identities: identities as [(typeof identities)[0]], attributes: { turn } })),
        ),
      ),
    );
    expect(await count('changed')).toBe(50);
  });

  it('are not changed at all when an identity belongs to another profile', async () => {
    await profiles.upsert('taken', [{ identities: [crm('1'), email('a@x.example')], attributes: {} }]);
    const upsert = profiles.upsert('taken', [
      { identities: [crm('2')], attributes: { city: 'Rome' } },
      { identities: [crm('3'), email('a@x.example')], attributes: {} },
    ]);
    await expect(upsert).rejects.toMatchObject({ name: 'IdentityTaken', profileIndex: 1 });
    expect(await count('taken')).toBe(1);
  });

  it('are created once for an identity that has none, also when many ask at the same time', async () => {
    const wanted = ['a', 'b', 'c', 'a'].map((name) => email(`${name}@x.example`));
    await Promise.all(
      Array.from({ length: 8 }, (_, turn) => profiles.createMissing('raced', turn % 2 ? wanted : wanted.toReversed())),
    );
    expect(await count('raced')).toBe(3);
    expect((await profiles.find('raced', wanted)).size).toBe(3);
  });
});
