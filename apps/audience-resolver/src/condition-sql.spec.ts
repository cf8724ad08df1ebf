import { describe, expect, it } from '@jest/globals';
import { DummyDriver, Kysely, PostgresAdapter, PostgresIntrospector, PostgresQueryCompiler } from 'kysely';
import type { Condition } from './audience-condition.js';
import { holds } from './condition-sql.js';

const database = new Kysely<never>({
  dialect: {
    createAdapter: () => new PostgresAdapter(),
    createDriver: () => new DummyDriver(),
    createIntrospector: (db) => new PostgresIntrospector(db),
    createQueryCompiler: () => new PostgresQueryCompiler(),
  },
});
const compiled = (condition: Condition) => {
  const { sql, parameters } = holds(condition).compile(database);
  return { sql: sql.replace(/\s+/g, ' '), parameters };
};
const group = (combinator: 'and' | 'or', conditions: Condition[], isNegated = false): Condition => ({
  kind: 'group',
  combinator,
  isNegated,
  conditions,
});
const path = ["x'; drop table profiles; --", 'y'];
const evil = `'"; drop table profiles; --`;
const comparisons: Condition[] = [
  { kind: 'isMissing', path },
  { kind: 'isPresent', path },
  { kind: 'isOneOf', path, values: [evil] },
  { kind: 'isNoneOf', path, values: [evil] },
  { kind: 'compares', path, operator: '<', text: evil, number: 4711 },
  { kind: 'isLike', path, pattern: evil },
];

describe('a condition as SQL', () => {
  it.each(comparisons)('has no field and no value in its text: $kind', (condition) => {
    const { sql, parameters } = compiled(group('and', [condition]));
    expect(sql).not.toMatch(/drop|4711/);
    expect(parameters).toContainEqual(path);
  });

  it('keeps what belongs together in brackets', () => {
    const a: Condition = { kind: 'isPresent', path: ['a'] };
    const b: Condition = { kind: 'isMissing', path: ['b'] };
    const condition = group('and', [group('or', [a, b], true), a]);
    expect(compiled(condition).sql).toBe(
      '(not (p.attributes #>> $1::text[] is not null or p.attributes #>> $2::text[] is null) and p.attributes #>> $3::text[] is not null)',
    );
  });

  it('holds for everyone without rules, for nobody when that is negated', () => {
    expect(compiled(group('and', [])).sql).toBe('(true)');
    expect(compiled(group('or', [])).sql).toBe('(true)');
    expect(compiled(group('or', [], true)).sql).toBe('not (true)');
  });
});
