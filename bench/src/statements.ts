import type { StartedPostgres } from '@clarion/testing';
import pg from 'pg';
import type { Database } from './database.js';

/** Starts Postgres so that it keeps an account of its statements: what is needed for that is read at a start only. */
export async function withStatements(start: () => Promise<StartedPostgres>): Promise<StartedPostgres> {
  const first = await start();
  const client = new pg.Client({ connectionString: first.url });
  await client.connect();
  await client.query(`alter system set shared_preload_libraries = 'pg_stat_statements'`);
  await client.end();
  await first.stop();
  return start();
}

/** The statements that took the most time in all, as a table for people. */
export async function costliestStatements(database: Database): Promise<string> {
  await database.run('create extension if not exists pg_stat_statements');
  const rows = await database.read<{ ms: string; calls: string; rows: string; query: string }>(
    `select round(total_exec_time)::text as ms, calls::text, rows::text, regexp_replace(query, '\\s+', ' ', 'g') as query
     from pg_stat_statements order by total_exec_time desc limit 40`,
  );
  const line = ({ ms, calls, rows: count, query }: (typeof rows)[number]) =>
    `${ms.padStart(9)} ms ${calls.padStart(9)} calls ${count.padStart(9)} rows  ${query.slice(0, 300)}`;
  return `${rows.map(line).join('\n')}\n`;
}
