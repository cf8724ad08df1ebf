import 'reflect-metadata';
import { DependencyUnavailable } from '@clarion/contracts';
import { createLogger } from '@clarion/observability';
import { migrate } from '@clarion/persistence';
import { freePort, testDatabase, type TestDatabase } from '@clarion/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { at, delivery, progressed, reported, startFeedback, type Feedback } from './feedback-under-test.js';
import { migrations } from './migrations/index.js';

const planned = { state: 'planned' as const, targeted: 20 };
const skipped = { state: 'skipped' as const, reason: 'EmptyAudience', detail: 'Nobody is in the audience.' };
const failed = { state: 'failed' as const, reason: 'DataSourceRefused', detail: 'weather answered 500.' };
const done = { kind: 'done' };

const nobody = { deferred: 0, sent: 0, failed: 0, excluded: 0, unknown: 0, rendered: 0 };

describe('the progress of executions', () => {
  let home: TestDatabase;
  let one: Feedback;
  let other: Feedback;

  const stateOf = async (executionId: string) => {
    const { counts, run } = (await one.ask(executionId)).body;
    return { counts, run };
  };

  beforeAll(async () => {
    home = await testDatabase();
    [one, other] = await Promise.all([startFeedback(home.url), startFeedback(home.url)]);
    await one.migrate();
  });

  afterAll(async () => {
    await one.stop();
    await other.stop();
    await home.drop();
  });

  it('is told of an execution of which nothing was reported', async () => {
    const batch = [progressed('planned', planned), progressed('skipped', skipped), progressed('failed', failed)];
    expect(await one.progress(batch)).toEqual([done, done, done]);
    expect(await one.ask('planned')).toEqual({
      status: 200,
      body: {
        executionId: 'planned',
        sandbox: 'dev',
        campaignId: 'c1',
        campaignVersion: 3,
        counts: { ...nobody, sent: 0, failed: 0, excluded: 0 },
        run: planned,
        recipients: [],
      },
    });
    expect((await stateOf('skipped')).run).toEqual(skipped);
    expect((await stateOf('failed')).run).toEqual(failed);
  });

  it('is told while an execution is suspended, with the reason, and once it is resumed', async () => {
    const suspended = { ...failed, state: 'suspended' as const, suspension: 1 };
    const resumed = { state: 'resumed' as const, suspension: 1 };
    await one.progress([progressed('suspended', planned), progressed('suspended', suspended)]);
    expect((await stateOf('suspended')).run).toEqual({ ...suspended, targeted: 20 });
    await other.progress([progressed('suspended', resumed), progressed('suspended', suspended)]);
    expect((await stateOf('suspended')).run).toEqual({ ...resumed, targeted: 20 });
  });

  it('is not told where only reports came', async () => {
    await one.report([reported('only-reports', delivery().sent(1))]);
    expect((await one.ask('only-reports')).body).not.toHaveProperty('run');
  });

  it('stands beside the reports, whichever come first', async () => {
    const [first, second] = [reported('before', delivery().sent(1)), reported('after', delivery().sent(1))];
    await one.report([first]);
    await one.progress([progressed('before', planned), progressed('after', planned)]);
    await one.report([second]);
    for (const id of ['before', 'after']) {
      expect(await stateOf(id)).toEqual({ counts: { ...nobody, sent: 1, failed: 0, excluded: 0 }, run: planned });
    }
    const times = await one.database
      .selectFrom('executions')
      .select(['first_report_at', 'last_report_at'])
      .where('execution_id', 'in', ['before', 'after'])
      .execute();
    const minute = new Date(at(1));
    expect(times).toEqual(Array(2).fill({ first_report_at: minute, last_report_at: minute }));
  });

  it.each([
    ['planned, then failed', [planned, failed]],
    ['failed, then planned', [failed, planned]],
    ['failed, then skipped, then planned', [failed, skipped, planned]],
  ])('ends once, in one batch and in several, and twice as well: %s', async (order, said) => {
    const id = order.replaceAll(/\W+/g, '-');
    await one.progress(said.map((each) => progressed(`${id}-batch`, each)));
    for (const each of [...said, ...said]) await one.progress([progressed(id, each)]);
    const end = { ...failed, targeted: 20 };
    expect([(await stateOf(id)).run, (await stateOf(`${id}-batch`)).run]).toEqual([end, end]);
  });

  it('is whole when two instances hear of the same executions at the same time, and of their deliveries', async () => {
    const ids = Array.from({ length: 5 }, (_, index) => `raced-${index}`);
    const batch = ids.flatMap((id) => [progressed(id, planned), progressed(id, failed)]);
    const reports = ids.map((id) => reported(id, delivery().sent(1)));
    await Promise.all([
      ...Array.from({ length: 6 }, (_, turn) =>
        (turn % 2 ? one : other).progress(turn % 3 ? batch : batch.toReversed()),
      ),
      one.report(reports.toReversed()),
      other.report(reports),
    ]);
    const whole = { counts: { ...nobody, sent: 1, failed: 0, excluded: 0 }, run: { ...failed, targeted: 20 } };
    for (const id of ids) expect(await stateOf(id)).toEqual(whole);
  });

  it('is kept without what Postgres takes in no text', async () => {
    await one.progress([progressed('words', { ...failed, detail: 'weather said \0\ud800.' })]);
    expect((await stateOf('words')).run).toEqual({ ...failed, detail: 'weather said \uFFFD\uFFFD.' });
  });

  it('says that Postgres is away, so that the batch waits', async () => {
    const away = await startFeedback(`postgres://nobody@127.0.0.1:${await freePort()}/none`);
    await expect(away.progress([progressed('away', planned)])).rejects.toBeInstanceOf(DependencyUnavailable);
    await away.stop();
  });

  it('finds the executions that were known before there was any', async () => {
    const older = await testDatabase();
    const feedback = await startFeedback(older.url);
    const { '0001-reports': reports } = migrations;
    await migrate(
      feedback.database,
      'feedback',
      { ...(reports && { '0001-reports': reports }) },
      createLogger('test', 'silent'),
    );
    const minute = new Date(at(1));
    await feedback.database
      .insertInto('executions')
      .values({
        execution_id: 'old',
        sandbox: 'dev',
        campaign_id: 'c1',
        campaign_version: 1,
        sent: 2,
        failed: 0,
        excluded: 0,
        first_report_at: minute,
        last_report_at: minute,
      })
      .execute();
    await feedback.migrate();
    await feedback.progress([progressed('old', planned)]);
    expect((await feedback.ask('old')).body).toMatchObject({ counts: { sent: 2 }, run: planned });
    await feedback.stop();
    await older.drop();
  });
});
