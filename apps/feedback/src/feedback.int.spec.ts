import 'reflect-metadata';
import { DependencyUnavailable } from '@clarion/contracts';
import { freePort, testDatabase, type TestDatabase } from '@clarion/testing';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { sql } from 'kysely';
import { at, delivery, reported, startFeedback, type Feedback } from './feedback-under-test.js';

const nobody = { deferred: 0, sent: 0, failed: 0, excluded: 0, unknown: 0, rendered: 0 };

describe('feedback', () => {
  let home: TestDatabase;
  let feedback: Feedback;
  const instances: Feedback[] = [];

  async function start(url: string): Promise<Feedback> {
    const instance = await startFeedback(url);
    instances.push(instance);
    return instance;
  }

  const handle = (batch: Parameters<Feedback['report']>[0]) => feedback.report(batch);
  const ask = (path: string) => feedback.ask(path);
  const stateOf = async (executionId: string) => {
    const { counts, recipients } = (await ask(executionId)).body;
    return { counts, recipients };
  };
  const reportCount = async () => {
    const { rows } = await sql<{ count: number }>`select count(*)::int as count from reports`.execute(
      feedback.database,
    );
    return rows[0]?.count ?? 0;
  };

  beforeAll(async () => {
    home = await testDatabase();
    feedback = await start(home.url);
    await feedback.migrate();
  });

  afterEach(async () => {
    const { rows } = await sql`
      select execution_id
      from executions e
      left join lateral (
        select count(*) filter (where state = 'sent') as sent, count(*) filter (where state = 'failed') as failed,
          count(*) filter (where state = 'excluded') as excluded,
          count(*) filter (where state = 'deferred') as deferred, count(*) filter (where state = 'unknown') as unknown,
          count(*) filter (where state = 'rendered') as rendered
        from deliveries d where d.execution_id = e.execution_id
      ) counted on true
      where (e.sent, e.failed, e.excluded, e.deferred, e.unknown, e.rendered)
        is distinct from (counted.sent, counted.failed, counted.excluded, counted.deferred, counted.unknown, counted.rendered)`.execute(
      feedback.database,
    );
    expect(rows).toEqual([]); // the counters are always how many deliveries stand in each state
  });

  afterAll(async () => {
    for (const instance of instances) await instance.stop();
    await home.drop();
  });

  it('follows a delivery that was put off, in doubt and then sent, in whichever order that is said', async () => {
    const one = delivery(0);
    await handle([reported('doubt', one.deferred(1))]);
    expect((await stateOf('doubt')).counts).toEqual({ ...nobody, deferred: 1 });
    await handle([reported('doubt', one.unknown(2))]);
    expect((await stateOf('doubt')).counts).toEqual({ ...nobody, unknown: 1 });
    await handle([reported('doubt', one.sent(3), one.deferred(3))]);
    await handle([reported('doubt', one.unknown(4), one.failed(5))]);
    expect((await stateOf('doubt')).counts).toEqual({ ...nobody, sent: 1 });
  });

  it('tells executions apart that are none in earnest, and counts what a dry run has rendered', async () => {
    const dry = reported('dry', delivery(0).rendered(1), delivery(1).excluded());
    Object.assign(dry.data, { purpose: 'dry-run' });
    await handle([dry, reported('real', delivery(0).sent(1))]);
    const { purpose, counts } = (await ask('dry')).body;
    expect({ purpose, counts }).toEqual({ purpose: 'dry-run', counts: { ...nobody, rendered: 1, excluded: 1 } });
    expect((await ask('real')).body).not.toHaveProperty('purpose');
  });

  it('tells what became of each recipient, and how many stand in each state', async () => {
    const [one, two, three] = [delivery(0).sent(1), delivery(1).failed(1), delivery(2).excluded()];
    expect(await handle([reported('works', two, one), reported('works', three)])).toEqual([
      { kind: 'done' },
      { kind: 'done' },
    ]);
    expect(await ask('works')).toEqual({
      status: 200,
      body: {
        executionId: 'works',
        sandbox: 'dev',
        campaignId: 'c1',
        campaignVersion: 3,
        counts: { ...nobody, sent: 1, failed: 1, excluded: 1 },
        recipients: [one, two, three],
      },
    });
  });

  it('changes nothing when reports come twice, in one batch or later, even with other words', async () => {
    const [one, two] = [delivery(0).failed(1), delivery(1).excluded()];
    await handle([reported('twice', one, two), reported('twice', { ...one, detail: 'later words', at: at(9) })]);
    const [first, count] = [await stateOf('twice'), await reportCount()];
    await handle([reported('twice', one, two)]);
    const known = await reportCount(); // of each delivery its only report, now that it came again
    await handle([reported('twice', ...[one, two].map((each) => ({ ...each, detail: 'later words', at: at(9) })))]);
    expect(first).toEqual({ counts: { ...nobody, sent: 0, failed: 1, excluded: 1 }, recipients: [one, two] });
    expect(await stateOf('twice')).toEqual(first);
    expect([known, await reportCount()]).toEqual([count + 2, count + 2]);
    const execution = await feedback.database
      .selectFrom('executions')
      .selectAll()
      .where('execution_id', '=', 'twice')
      .execute();
    expect(execution).toMatchObject([{ first_report_at: new Date(at(0)), last_report_at: new Date(at(1)) }]);
  });

  it.each(['in one event', 'in one batch', 'one after the other'])(
    'counts a failed attempt that succeeds later as sent, in any order, %s',
    async (how) => {
      const [forth, back] = [delivery(0), delivery(1)];
      const id = how.replaceAll(' ', '-');
      const reports = [forth.failed(1), forth.sent(2), back.sent(2), back.failed(1)];
      if (how === 'in one event') await handle([reported(id, ...reports)]);
      else if (how === 'in one batch') await handle(reports.map((report) => reported(id, report)));
      else for (const report of reports) await handle([reported(id, report)]);
      expect(await stateOf(id)).toEqual({
        counts: { ...nobody, sent: 2, failed: 0, excluded: 0 },
        recipients: [forth.sent(2), back.sent(2)],
      });
    },
  );

  it('tells of the attempts that nobody knows of, whatever came of the delivery', async () => {
    const [repeated, sure] = [delivery(0), delivery(1)];
    await handle([reported('doubts', repeated.unknown(1), repeated.unknown(2), repeated.sent(3), sure.sent(1))]);
    expect(await stateOf('doubts')).toEqual({
      counts: { ...nobody, sent: 2 },
      recipients: [{ ...repeated.sent(3), doubts: 2 }, sure.sent(1)],
    });
  });

  it('keeps exact counters when two instances get the same batch at the same time', async () => {
    const other = await start(home.url);
    const ids = ['raced-1', 'raced-2', 'raced-3'];
    const batch = ids.flatMap((id) => {
      const own = Array.from({ length: 10 }, (_, ordinal) => delivery(ordinal));
      return [reported(id, ...own.map((one) => one.failed(1))), reported(id, ...own.map((one) => one.sent(2)))];
    });
    await Promise.all(
      Array.from({ length: 12 }, (_, turn) =>
        (turn % 2 ? feedback : other).report(turn % 4 < 2 ? batch : batch.toReversed()),
      ),
    );
    for (const id of ids) expect((await stateOf(id)).counts).toEqual({ ...nobody, sent: 10, failed: 0, excluded: 0 });
  });

  it('keeps exact counters when two instances hear different things of one delivery at the same time', async () => {
    const other = await start(home.url);
    for (let turn = 0; turn < 20; turn += 1) {
      const id = `differ-${turn}`;
      const deliveries = Array.from({ length: 20 }, (_, ordinal) => delivery(ordinal));
      await handle([reported(id, delivery(20).sent(1))]); // from here on the execution is known to both
      await Promise.all([
        handle([reported(id, ...deliveries.map((one) => one.failed(1)))]),
        other.report([reported(id, ...deliveries.map((one) => one.sent(2)))]),
      ]);
      expect((await stateOf(id)).counts).toEqual({ ...nobody, sent: 21, failed: 0, excluded: 0 });
    }
  });

  it('takes an event of 500 reports, and shows them page by page', async () => {
    const sent = Array.from({ length: 500 }, (_, ordinal) => delivery(ordinal).sent(1));
    await handle([reported('many', ...sent.toReversed())]);
    const seen: unknown[] = [];
    const sizes: number[] = [];
    for (let query = '?limit=200'; query;) {
      const { body } = await ask(`many${query}`);
      const recipients = body['recipients'] as unknown[];
      seen.push(...recipients);
      sizes.push(recipients.length);
      query = typeof body['next'] === 'number' ? `?limit=200&after=${body['next']}` : '';
    }
    expect(sizes).toEqual([200, 200, 100]);
    expect(seen).toEqual(sent);
    expect((await ask('many?limit=500')).body).not.toHaveProperty('next');
    expect((await ask('many')).body).toMatchObject({ counts: { sent: 500 }, next: 99 });
    expect((await ask('many?after=499')).body).toMatchObject({ counts: { sent: 500 }, recipients: [] });
  });

  it('never parts the deliveries of one ordinal', async () => {
    const [zero, one, alsoOne, two] = [delivery(0), delivery(1), delivery(1), delivery(2)];
    await handle([reported('parted', ...[zero, one, alsoOne, two].map((each) => each.sent(1)))]);
    const { body } = await ask('parted?limit=2');
    expect(body).toMatchObject({ recipients: [{ ordinal: 0 }, { ordinal: 1 }, { ordinal: 1 }], next: 1 });
    expect((await ask('parted?limit=2&after=1')).body['recipients']).toEqual([two.sent(1)]);
  });

  it('skips an event that cannot be stored, and keeps its neighbours', async () => {
    const bad = reported('poison', { ...delivery().sent(1), attempt: 2 ** 31 });
    const outcomes = await handle([bad, reported('beside', delivery().sent(1))]);
    expect(outcomes).toEqual([
      { kind: 'skip', reason: 'cannot be stored: the ordinal or attempt of report 0 is too large' },
      { kind: 'done' },
    ]);
    expect((await ask('poison')).status).toBe(404);
    expect((await stateOf('beside')).counts).toEqual({ ...nobody, sent: 1, failed: 0, excluded: 0 });
  });

  it('says that Postgres is away, so that the batch waits', async () => {
    const away = await start(`postgres://nobody@127.0.0.1:${await freePort()}/none`);
    const batch = [reported('away', delivery().sent(1))];
    await expect(away.report(batch)).rejects.toBeInstanceOf(DependencyUnavailable);
  });

  it.each(['unheard-of', 'a%00b'])('does not know the execution %s', async (id) => {
    const { status, body } = await ask(id);
    expect([status, body['code']]).toEqual([404, 'ExecutionNotFound']);
  });

  it.each(['limit=0', 'limit=1001', 'after=-1', 'after=x', 'after=1&after=2'])('refuses ?%s', async (query) => {
    const { status, body } = await ask(`works?${query}`);
    expect([status, body['code']]).toEqual([400, 'InvalidRequest']);
    expect(body['detail']).toMatch(/^(limit|after) must be/);
    expect(body).not.toHaveProperty('errors');
  });
});
