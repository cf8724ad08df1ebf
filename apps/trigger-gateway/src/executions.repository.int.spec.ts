import 'reflect-metadata';
import { DependencyUnavailable } from '@clarion/contracts';
import { createLogger } from '@clarion/observability';
import { InlineOutbox, migrate, openDatabase, type OwedEvent } from '@clarion/persistence';
import { testDatabase, waitFor, type TestDatabase } from '@clarion/testing';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { sql, type Kysely } from 'kysely';
import { ExecutionsRepository, type KeptExecution } from './executions.repository.js';
import { migrations } from './migrations/index.js';
import type { ExecutionRow, Tables } from './tables.js';

const logger = createLogger('gateway-test', 'silent');

const execution = (executionId: string, changes: Partial<ExecutionRow> = {}): ExecutionRow => ({
  execution_id: executionId,
  kind: 'unitary',
  sandbox: 'dev',
  campaign_id: 'c1',
  campaign_version: 1,
  purpose: null,
  request_id: `r-${executionId}`,
  body_hash: `hash of ${executionId}`,
  targeted: 1,
  refused_recipients: null,
  execution_metadata: null,
  accepted_at: new Date('2026-03-01T12:00:00.000Z'),
  accepted_by: 'ck_1',
  cancelled_at: null,
  cancelled_by: null,
  schedule_id: null,
  ...changes,
});

describe('the executions', () => {
  let home: TestDatabase;
  let database: Kysely<Tables>;
  let published: OwedEvent[] = [];
  let outboxes: InlineOutbox<Tables>[] = [];

  /** As another instance of the service has them. */
  const instance = (on = database) => {
    const publish = (events: readonly OwedEvent[]) => Promise.resolve(void published.push(...events));
    const outbox = new InlineOutbox<Tables>(on, { publish }, logger);
    outboxes.push(outbox);
    return new ExecutionsRepository(on, outbox);
  };
  const keep = (executions: ExecutionsRepository, row: ExecutionRow): Promise<KeptExecution> => {
    const { execution_id: id } = row;
    return executions.keep(row, { topic: 't', id, key: id, data: { of: id, quoted: '"\\{}' }, traceparent: 'tp' });
  };
  const nothingOwed = () =>
    waitFor(
      async () => {
        const { rows } = await sql`select from outbox limit 1`.execute(database);
        return rows.length === 0 ? true : undefined;
      },
      { what: 'nothing to be owed' },
    );

  beforeAll(async () => {
    home = await testDatabase();
    database = openDatabase({ url: home.url, schema: 'trigger_gateway' }, logger);
    await migrate(database, 'trigger_gateway', migrations, logger);
  });

  afterEach(async () => {
    await Promise.all(outboxes.map((outbox) => outbox.stop()));
    outboxes = [];
    published = [];
    await sql`truncate executions, outbox`.execute(database);
  });

  afterAll(async () => {
    await database.destroy();
    await home.drop();
  });

  it('keeps concurrent calls, each as it is, and publishes what each owes', async () => {
    const executions = instance();
    const rows = [execution('1'), execution('2', { kind: 'audience', targeted: null }), execution('3')];
    expect(await Promise.all(rows.map((row) => keep(executions, row)))).toEqual(
      rows.map((row) => ({ execution: row, isNew: true })),
    );
    expect(await Promise.all(rows.map((row) => executions.read(row.execution_id, 'dev')))).toEqual(rows);
    await nothingOwed();
    expect(published.map(({ id }) => id).toSorted()).toEqual(['1', '2', '3']);
    expect(published).toContainEqual({
      ...{ topic: 't', id: '1', key: '1', traceparent: 'tp' },
      data: { of: '1', quoted: '"\\{}' },
      json: JSON.stringify({ of: '1', quoted: '"\\{}' }),
    });
  });

  it('keeps the first of the same request among concurrent calls, and answers the others as that one', async () => {
    const executions = instance();
    const first = execution('1', { request_id: 'same' });
    const second = execution('2', { request_id: 'same' });
    const answers = await Promise.all([first, second, execution('3')].map((row) => keep(executions, row)));
    expect(answers).toEqual([
      { execution: first, isNew: true },
      { execution: first, isNew: false },
      { execution: execution('3'), isNew: true },
    ]);
    await nothingOwed();
    expect(published.map(({ id }) => id).toSorted()).toEqual(['1', '3']);
  });

  it('tells requests of the same id apart by campaign and sandbox', async () => {
    const executions = instance();
    const same = { request_id: 'same' };
    const rows = [
      execution('1', same),
      execution('2', { ...same, campaign_id: 'c2' }),
      execution('3', { ...same, sandbox: 'prod' }),
    ];
    const answers = await Promise.all(rows.map((row) => keep(executions, row)));
    expect(answers.map(({ isNew }) => isNew)).toEqual([true, true, true]);
  });

  it('runs each request once when two instances get the same ones at once, in opposite orders', async () => {
    const rows = (by: string) =>
      Array.from({ length: 300 }, (_, index) => execution(`${by}${index}`, { request_id: `r${index}` }));
    const [one, other] = [instance(), instance()];
    const answers = await Promise.all([
      ...rows('one-').map((row) => keep(one, row)),
      ...rows('other-')
        .toReversed()
        .map((row) => keep(other, row)),
    ]);
    expect(answers.filter(({ isNew }) => isNew)).toHaveLength(300);
    expect(new Set(answers.map((answer) => answer.execution.execution_id)).size).toBe(300);
    await nothingOwed();
    expect(published).toHaveLength(300);
  });

  it('lets a row that Postgres refuses fail alone', async () => {
    const executions = instance();
    const rows = [execution('1'), execution('2', { accepted_by: 'NUL \0' }), execution('3')];
    const answers = await Promise.allSettled(rows.map((row) => keep(executions, row)));
    expect(answers.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
    await nothingOwed();
    expect(published.map(({ id }) => id).toSorted()).toEqual(['1', '3']);
  });

  it('tells every caller that Postgres is away', async () => {
    const away = openDatabase<Tables>({ url: 'postgres://127.0.0.1:1/nowhere', schema: 'trigger_gateway' }, logger);
    const executions = instance(away);
    const answers = await Promise.allSettled(['1', '2'].map((id) => keep(executions, execution(id))));
    expect(answers).toMatchObject([
      { status: 'rejected', reason: expect.any(DependencyUnavailable) },
      { status: 'rejected', reason: expect.any(DependencyUnavailable) },
    ]);
    await away.destroy();
  });
});
