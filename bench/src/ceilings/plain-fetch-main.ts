import axios from 'axios';
import pg from 'pg';
import { now } from '../clock.js';
import { finish, taskInput } from '../task.js';
import type { PlainFetchInput, PlainFetchOutput } from './plain-fetch.js';

const { url, databaseUrl, fetches } = await taskInput<PlainFetchInput>();
const client = new pg.Client({ connectionString: databaseUrl });
await client.connect();
await client.query('create schema if not exists bench');
await client.query('create table if not exists bench.answers (answer text not null)');
await fetchAndKeep(); // what is run for the first time is slow

const beganAt = now();
for (let fetched = 0; fetched < fetches; fetched += 1) await fetchAndKeep();
const output: PlainFetchOutput = { elapsedMs: now() - beganAt };
await client.end();
await finish(output);

/** The answer is parsed, since whoever keeps it wants to know that it is whole; what is kept is its text. */
async function fetchAndKeep(): Promise<void> {
  const { data } = await axios.get<string>(url, { proxy: false, transformResponse: (text: string) => text });
  JSON.parse(data);
  await client.query('insert into bench.answers values ($1)', [data]);
}
