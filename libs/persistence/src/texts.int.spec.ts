import { createLogger } from '@clarion/observability';
import { testDatabase, type TestDatabase } from '@clarion/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { sql, type Kysely } from 'kysely';
import { openDatabase } from './database.js';
import { texts } from './texts.js';

let server: TestDatabase;
let database: Kysely<object>;

beforeAll(async () => {
  server = await testDatabase();
  database = openDatabase({ url: server.url, schema: 'texts' }, createLogger('persistence-test', 'silent'));
});
afterAll(async () => {
  await database.destroy();
  await server.drop();
});

async function readBack(values: readonly (string | null)[]): Promise<(string | null)[]> {
  const { rows } = await sql<{ all: (string | null)[] }>`select ${texts(values)} as all`.execute(database);
  return rows[0]?.all ?? [];
}

describe('texts', () => {
  it.each([
    [['one']],
    [[null]],
    [[null, 'a', null]],
    [['{"a":"\\"b\\\\"}', 'NULL', ',{}"', "it's", 'Zoë 🦉', ' ', '\\x1e']],
    [Array.from({ length: 1_000 }, (_, index) => `text ${index}`)],
    [[]],
  ])('come to Postgres as they are: %j', async (values) => {
    expect(await readBack(values)).toEqual(values);
  });

  it.each([[['']], [['a\x1eb', 'c']], [['a\x1e']]])(
    'are refused with what would tell them apart wrongly: %j',
    (values) => {
      expect(() => texts(values)).toThrow('control character');
    },
  );
});
