import 'reflect-metadata';
import { testDatabase, type TestDatabase } from '@clarion/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { sql } from 'kysely';
import { randomUUID } from 'node:crypto';
import { ExecutionsRepository } from './executions.repository.js';
import { startFeedback, type Feedback } from './feedback-under-test.js';
import { KeptReports } from './kept-reports.fixture.js';
import { reportKeyOf, type Report } from './report.js';
import { ReportsRepository } from './reports.repository.js';

const states = ['deferred', 'sent', 'failed', 'excluded', 'unknown', 'rendered'] as const;

interface Said {
  ordinal: number;
  attempt: number;
  state: Report['state'];
  minute: number;
}

/** Reports of few deliveries and attempts, so that many of them say the same, or more of the same delivery. */
const said: fc.Arbitrary<Said> = fc.record({
  ordinal: fc.nat(2),
  attempt: fc.integer({ min: 1, max: 2 }),
  state: fc.constantFrom(...states),
  minute: fc.nat(59),
});
const batches = fc.array(fc.array(said, { minLength: 1, maxLength: 5 }), { minLength: 1, maxLength: 6 });

describe('reports in any order, batches and number', () => {
  let home: TestDatabase;
  let feedback: Feedback;

  const standing = async (executionId: string) => {
    const { recipients } = await feedback.app
      .get(ExecutionsRepository)
      .recipients(executionId, { after: -1, limit: 9 });
    const execution = await feedback.database
      .selectFrom('executions')
      .select([...states, 'first_report_at', 'last_report_at'])
      .where('execution_id', '=', executionId)
      .executeTakeFirst();
    return { ...execution, recipients };
  };
  /** The reports that a webhook was told of. */
  const told = async (executionId: string) => {
    const { rows } = await sql<{ recipient: Report }>`
      select jsonb_array_elements(body::jsonb -> 'data' -> 'recipients') as recipient
      from webhook_deliveries where execution_id = ${executionId}`.execute(feedback.database);
    return rows.map(({ recipient }) => reportKeyOf(recipient)).sort();
  };

  beforeAll(async () => {
    home = await testDatabase();
    feedback = await startFeedback(home.url);
    await feedback.migrate();
  });

  afterAll(async () => {
    await feedback.stop();
    await home.drop();
  });

  it('count once each, as if nothing but a list of them were kept', async () => {
    const listening = new Map([['dev', [{ id: 'all', states: new Set(states) }]]]);
    await fc.assert(
      fc.asyncProperty(batches, async (given) => {
        const kept = new KeptReports();
        const executionId = randomUUID();
        const deliveryIds = [0, 1, 2].map(() => randomUUID());
        for (const batch of given) {
          const reports = batch.map((one) => reportOf(executionId, deliveryIds[one.ordinal] ?? '', one));
          expect(await feedback.app.get(ReportsRepository).keep(reports, listening)).toBe(kept.keep(reports));
          expect(await standing(executionId)).toEqual(kept.standing());
          expect(await told(executionId)).toEqual(kept.keys());
        }
      }),
      { numRuns: 100 },
    );
  });
});

function reportOf(executionId: string, deliveryId: string, { ordinal, attempt, state, minute }: Said): Report {
  return {
    ...{ executionId, sandbox: 'dev', campaignId: 'c1', campaignVersion: 3 },
    ...{ deliveryId, ordinal, namespace: 'crm', userId: `user-${ordinal}`, channel: 'email', state, attempt },
    detail: `said at ${minute}`,
    at: new Date(Date.UTC(2026, 0, 1, 0, minute)),
    webhooks: { requestId: 'request', traceparent: '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01' },
  };
}
