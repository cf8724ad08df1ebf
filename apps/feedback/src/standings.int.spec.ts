import { testDatabase, type TestDatabase } from '@clarion/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { progressed, startFeedback, type Feedback } from './feedback-under-test.js';

const planned = { state: 'planned' as const, targeted: 3 };
const skipped = { state: 'skipped' as const, reason: 'Cancelled', detail: 'It was cancelled.' };
const nobody = { deferred: 0, sent: 0, failed: 0, excluded: 0, unknown: 0, rendered: 0 };

describe('where executions stand', () => {
  let home: TestDatabase;
  let feedback: Feedback;

  beforeAll(async () => {
    home = await testDatabase();
    feedback = await startFeedback(home.url);
    await feedback.migrate();
    await feedback.progress([progressed('one', planned), progressed('two', skipped)]);
  });

  afterAll(async () => {
    await feedback.stop();
    await home.drop();
  });

  it('is told of many at once, as far as anything is known', async () => {
    const { status, body } = await feedback.standings(['two', 'one', 'nobody', 'none\0']);
    expect(status).toBe(200);
    const executions = body['executions'] as { executionId: string }[];
    expect(executions.toSorted((one, other) => (one.executionId < other.executionId ? -1 : 1))).toEqual([
      expect.objectContaining({ executionId: 'one', counts: nobody, run: planned }),
      expect.objectContaining({ executionId: 'two', counts: nobody, run: skipped }),
    ]);
    expect(await feedback.standings([])).toEqual({ status: 200, body: { executions: [] } });
  });

  it.each([
    ['no list', 'one'],
    ['too many', Array.from({ length: 501 }, String)],
    ['what is no id', [1]],
  ])('is not told of %s', async (_, executionIds) => {
    expect(await feedback.standings(executionIds)).toMatchObject({ status: 400, body: { code: 'InvalidRequest' } });
  });
});
