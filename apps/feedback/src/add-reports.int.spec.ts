import 'reflect-metadata';
import type { DeliveryReport } from '@clarion/contracts';
import { testDatabase, type TestDatabase } from '@clarion/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { at, delivery, reported, startFeedback, type Feedback } from './feedback-under-test.js';
import { reportsOf } from './report.js';
import { ReportsRepository } from './reports.repository.js';

const nobody = { deferred: 0, sent: 0, failed: 0, excluded: 0, unknown: 0, rendered: 0 };

/** A row of `reports`, but for its delivery. */
const rowOf = ({ state, attempt, reason, detail, at: said }: DeliveryReport) => {
  return { state, attempt, reason: reason ?? null, detail: detail ?? null, at: new Date(said) };
};

describe('the reports of a delivery', () => {
  let home: TestDatabase;
  let feedback: Feedback;
  let other: Feedback;

  /** How many of them were new. */
  const keep = (executionId: string, reports: DeliveryReport[], instance = feedback) =>
    instance.app.get(ReportsRepository).keep(reportsOf(reported(executionId, ...reports).data, ''));
  const standing = async (executionId: string) => {
    const { counts, recipients } = (await feedback.ask(executionId)).body;
    return { counts, recipients };
  };
  const times = (executionId: string) =>
    feedback.database
      .selectFrom('executions')
      .select(['first_report_at', 'last_report_at'])
      .where('execution_id', '=', executionId)
      .executeTakeFirst();
  const rowsOf = ({ deliveryId }: DeliveryReport) =>
    feedback.database
      .selectFrom('reports')
      .select(['state', 'attempt', 'reason', 'detail', 'at'])
      .where('delivery_id', '=', deliveryId)
      .orderBy('attempt')
      .orderBy('state')
      .execute();

  beforeAll(async () => {
    home = await testDatabase();
    feedback = await startFeedback(home.url);
    await feedback.migrate();
    other = await startFeedback(home.url);
  });

  afterAll(async () => {
    await feedback.stop();
    await other.stop();
    await home.drop();
  });

  it('are where it stands and nothing else while there is one, which counts once however often it comes', async () => {
    const failed = delivery().failed(1);
    const later = { ...failed, detail: 'later words', at: at(9) };
    expect(await keep('single', [failed, later])).toBe(1);
    expect(await rowsOf(failed)).toEqual([]);
    expect(await keep('single', [later])).toBe(0);
    expect(await keep('single', [failed])).toBe(0);
    expect(await standing('single')).toEqual({ counts: { ...nobody, failed: 1 }, recipients: [failed] });
    expect(await times('single')).toEqual({ first_report_at: new Date(at(1)), last_report_at: new Date(at(1)) });
  });

  it('are all kept when more is said of it, and none counts again', async () => {
    const one = delivery();
    const [deferred, sent] = [one.deferred(1), one.sent(2)];
    expect(await keep('put-off', [deferred])).toBe(1);
    expect(await keep('put-off', [sent])).toBe(1);
    expect(await rowsOf(sent)).toEqual([rowOf(deferred), rowOf(sent)]);
    expect(await keep('put-off', [deferred, sent])).toBe(0);
    expect(await keep('put-off', [sent, deferred])).toBe(0);
    expect(await standing('put-off')).toEqual({ counts: { ...nobody, sent: 1 }, recipients: [sent] });
    expect(await times('put-off')).toEqual({ first_report_at: new Date(at(1)), last_report_at: new Date(at(2)) });
  });

  it('count once also where the earlier comes later, and moves nothing but the time', async () => {
    const one = delivery();
    const [deferred, sent] = [one.deferred(1), one.sent(2)];
    expect(await keep('late', [sent])).toBe(1);
    expect(await keep('late', [deferred])).toBe(1);
    expect(await rowsOf(sent)).toEqual([rowOf(deferred), rowOf(sent)]);
    expect(await keep('late', [deferred, sent])).toBe(0);
    expect(await standing('late')).toEqual({ counts: { ...nobody, sent: 1 }, recipients: [sent] });
    expect(await times('late')).toEqual({ first_report_at: new Date(at(1)), last_report_at: new Date(at(2)) });
  });

  it('tell of every doubt, of the only one, too', async () => {
    const one = delivery();
    await keep('unknown', [one.unknown(1)]);
    expect((await standing('unknown')).recipients).toEqual([{ ...one.unknown(1), doubts: 1 }]);
    await keep('unknown', [one.unknown(1)]);
    expect((await standing('unknown')).recipients).toEqual([{ ...one.unknown(1), doubts: 1 }]);
    await keep('unknown', [one.sent(2)]);
    expect((await standing('unknown')).recipients).toEqual([{ ...one.sent(2), doubts: 1 }]);
    await keep('unknown', [one.unknown(3), one.unknown(1)]);
    expect(await standing('unknown')).toEqual({
      counts: { ...nobody, sent: 1 },
      recipients: [{ ...one.sent(2), doubts: 2 }],
    });
  });

  it('may all come in one batch, beside deliveries that have one', async () => {
    const [forth, back, single] = [delivery(0), delivery(1), delivery(2)];
    const batch = [forth.deferred(1), back.sent(2), single.sent(1), forth.sent(2), back.deferred(1), forth.sent(2)];
    expect(await keep('together', batch)).toBe(5);
    for (const one of [forth, back])
      expect(await rowsOf(one.sent(2))).toEqual([rowOf(one.deferred(1)), rowOf(one.sent(2))]);
    expect(await rowsOf(single.sent(1))).toEqual([]);
    expect(await keep('together', batch.toReversed())).toBe(0);
    expect(await standing('together')).toEqual({
      counts: { ...nobody, sent: 3 },
      recipients: [forth.sent(2), back.sent(2), single.sent(1)],
    });
  });

  it('are new to one of the instances that get them at the same time', async () => {
    const sent = Array.from({ length: 50 }, (_, ordinal) => delivery(ordinal).sent(1));
    const added = await Promise.all(
      [feedback, other, feedback, other].map((instance, turn) =>
        keep('raced', turn % 2 ? sent.toReversed() : sent, instance),
      ),
    );
    expect(added.toSorted((one, another) => one - another)).toEqual([0, 0, 0, 50]);
    expect(await standing('raced')).toEqual({ counts: { ...nobody, sent: 50 }, recipients: sent });
  });

  it('go on from the rows of versions that kept every report twice', async () => {
    const one = delivery();
    const failed = one.failed(1);
    await keep('old', [failed]);
    const row = { ...rowOf(failed), delivery_id: failed.deliveryId };
    await feedback.database.insertInto('reports').values(row).execute();
    expect(await keep('old', [{ ...failed, detail: 'later words' }])).toBe(0);
    expect(await standing('old')).toEqual({ counts: { ...nobody, failed: 1 }, recipients: [failed] });
    expect(await keep('old', [one.sent(2), failed])).toBe(1);
    expect(await rowsOf(failed)).toEqual([rowOf(failed), rowOf(one.sent(2))]);
    expect(await standing('old')).toEqual({ counts: { ...nobody, sent: 1 }, recipients: [one.sent(2)] });
  });
});
