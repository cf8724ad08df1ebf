import { describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { requireKafka } from './existing-servers.js';
import { testBrokers, testDatabase } from './test-database.js';
import { topicPrefix } from './topic-prefix.js';

describe('the servers of a test run', () => {
  it('give each caller a database that the others do not see', async () => {
    const [one, other] = await Promise.all([testDatabase(), testDatabase()]);
    await execute(one.url, 'create table mine (id int)');
    const seen = await execute(other.url, `select to_regclass('mine') as mine`);
    expect(seen).toEqual([{ mine: null }]);
    await Promise.all([one.drop(), other.drop()]);
    await expect(execute(one.url, 'select 1')).rejects.toThrow('does not exist');
  });

  it('name a broker that answers', async () => {
    await expect(requireKafka(testBrokers())).resolves.toBeUndefined();
  });

  it('keep the topics of tests apart by prefixes that differ', () => {
    const prefixes = Array.from({ length: 50 }, topicPrefix);
    expect(new Set(prefixes).size).toBe(50);
    expect(prefixes[0]).toMatch(/^t[0-9a-f]{6}\.$/);
  });
});

async function execute(url: string, sql: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(sql)).rows;
  } finally {
    await client.end();
  }
}
