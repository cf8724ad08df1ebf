import type { Rule, RuleGroup } from '@clarion/contracts';
import { createLogger } from '@clarion/observability';
import { migrate, openDatabase } from '@clarion/persistence';
import { testDatabase, type TestDatabase } from '@clarion/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { sql, type Kysely } from 'kysely';
import { conditionOf } from './audience-condition.js';
import { holds } from './condition-sql.js';
import { migrations } from './migrations/index.js';
import { ProfilesRepository } from './profiles.repository.js';
import type { Tables } from './tables.js';

const logger = createLogger('resolver-test', 'silent');

/** By name. `odd` has the attributes in shapes that no rule has in mind. */
const people: Record<string, object> = {
  ada: { home: { city: 'Oslo' }, age: 36, joined: '2024-03-01', isMember: true, note: '100% \\ sure_thing' },
  bob: { home: { city: 'oslo' }, age: 7, joined: '2023-12-31', isMember: false, note: 'ÆRLIG' },
  cy: { home: { city: "St. John's" }, age: '36', joined: '2024-01-01T10:00:00Z', isMember: 'true', note: '1000 sure' },
  dee: { home: { city: null }, age: 36.5 },
  eve: {},
  odd: { home: { city: ['Oslo'] }, age: { years: 36 }, joined: 20_240_301, isMember: null, note: 5 },
};

describe('a rule, asked of Postgres', () => {
  let home: TestDatabase;
  let database: Kysely<Tables>;

  const who = async (rule: RuleGroup) => {
    const { rows } = await sql<{ name: string }>`
      select i.user_id as name from profiles p join identities i using (profile_id)
      where ${holds(conditionOf(rule))} order by 1`.execute(database);
    return rows.map(({ name }) => name);
  };
  const whoIs = (field: string, operator: Rule['operator'], value?: unknown) =>
    who({ combinator: 'and', rules: [{ field, operator, value }] });

  beforeAll(async () => {
    home = await testDatabase();
    database = openDatabase<Tables>({ url: home.url, schema: 'audience_resolver' }, logger);
    await migrate(database, 'audience_resolver', migrations, logger);
    const profiles = Object.entries(people).map(([userId, attributes]) => ({
      identities: [{ namespace: 'crm', userId }] as [{ namespace: string; userId: string }],
      attributes: attributes as Record<string, unknown>,
    }));
    await new ProfilesRepository(database).upsert('dev', profiles);
  });

  afterAll(async () => {
    await database.destroy();
    await home.drop();
  });

  it.each<[string, Rule['operator'], unknown, string[]]>([
    ['home.city', '=', 'Oslo', ['ada']],
    ['home.city', '=', "St. John's", ['cy']],
    ['home.city', '!=', 'Oslo', ['bob', 'cy', 'odd']],
    ['home.city', 'in', 'Oslo, oslo', ['ada', 'bob']],
    ['home.city', 'in', [], []],
    ['home.city', 'notIn', ['Oslo', 'oslo'], ['cy', 'odd']],
    ['home.city', 'notIn', [], ['ada', 'bob', 'cy', 'odd']],
    ['home.city', 'null', undefined, ['dee', 'eve']],
    ['home.city', 'notNull', undefined, ['ada', 'bob', 'cy', 'odd']],
    ['home.city', 'contains', 'SL', ['ada', 'bob']],
    ['home.city', 'beginsWith', 'os', ['ada', 'bob']],
    ['home.city', 'endsWith', 'JOHN\u0027S', ['cy']],
    ['home.city', '<', 'a', ['ada', 'cy']],
    ['home.nobody', 'null', undefined, ['ada', 'bob', 'cy', 'dee', 'eve', 'odd']],
    ['home', 'notNull', undefined, ['ada', 'bob', 'cy', 'dee', 'odd']],
    ['home', '=', 'Oslo', []],
    ['age', '=', 36, ['ada']],
    ['age', '=', '36.0', ['ada']],
    ['age', '=', '36', ['ada', 'cy']],
    ['age', '!=', '36', ['bob', 'dee', 'odd']],
    ['age', 'in', [7, '36.5'], ['bob', 'dee']],
    ['age', '>', '7', ['ada', 'dee']],
    ['age', '>=', 7, ['ada', 'bob', 'dee']],
    ['age', '<', '36.5', ['ada', 'bob', 'cy']],
    ['age', '<=', 36.5, ['ada', 'bob', 'dee']],
    ['age', '>', 'abc', []],
    ['joined', '<', '2024-01-01', ['bob']],
    ['joined', '>=', '2024-01-01', ['ada', 'cy']],
    ['joined', '<=', '2024-03-01', ['ada', 'bob', 'cy']],
    ['isMember', '=', true, ['ada']],
    ['isMember', '=', 'true', ['ada', 'cy']],
    ['isMember', '=', false, ['bob']],
    ['isMember', '!=', 'true', ['bob']],
    ['isMember', 'null', undefined, ['dee', 'eve', 'odd']],
    ['note', 'contains', '0%', ['ada']],
    ['note', 'contains', 'E_T', ['ada']],
    ['note', 'contains', '\\', ['ada']],
    ['note', 'contains', 'ærl', ['bob']],
    ['note', 'beginsWith', 5, []],
    ['note', 'contains', '', ['ada', 'bob', 'cy']],
  ])('%s %s %j holds for %j', async (field, operator, value, expected) => {
    expect(await whoIs(field, operator, value)).toEqual(expected);
  });

  it('may be nested and negated: what is missing is negated, too', async () => {
    const inOslo: Rule = { field: 'home.city', operator: '=', value: 'Oslo' };
    const isYoung: Rule = { field: 'age', operator: '<', value: 18 };
    expect(await who({ combinator: 'or', rules: [inOslo, isYoung] })).toEqual(['ada', 'bob']);
    expect(await who({ combinator: 'and', rules: [inOslo, isYoung] })).toEqual([]);
    expect(await who({ combinator: 'or', not: true, rules: [inOslo, isYoung] })).toEqual(['cy', 'dee', 'eve', 'odd']);
    const nested: RuleGroup = { combinator: 'and', not: true, rules: [{ combinator: 'or', rules: [inOslo] }, isYoung] };
    expect(await who(nested)).toHaveLength(6);
  });

  it('holds for everyone when it has no rules', async () => {
    expect(await who({ combinator: 'and', rules: [] })).toHaveLength(6);
    expect(await who({ combinator: 'or', not: true, rules: [] })).toEqual([]);
  });

  it('may be as large as it gets', async () => {
    const rules = Array.from({ length: 4_000 }, (): Rule => ({ field: 'age', operator: '<', value: 36 }));
    expect(await who({ combinator: 'or', rules })).toEqual(['bob']);
    const deep = Array.from({ length: 48 }).reduce<RuleGroup>(
      (below) => ({ combinator: 'and', not: true, rules: [below] }),
      { combinator: 'and', rules: [{ field: 'age', operator: '=', value: 7 }] },
    );
    expect(await who(deep)).toEqual(['bob']);
  });
});
