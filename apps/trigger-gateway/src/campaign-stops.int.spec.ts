import 'reflect-metadata';
import { events } from '@clarion/contracts';
import { freePort, testDatabase, waitFor, type TestDatabase } from '@clarion/testing';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { marketing, startGateway, transactional, type Gateway } from './gateway-under-test.js';

const nobody = { deferred: 0, sent: 0, failed: 0, excluded: 0, unknown: 0, rendered: 0 };

describe('a campaign that is stopped with all that runs of it', () => {
  let home: TestDatabase;
  let gateway: Gateway;
  let id: string;
  let count = 0;

  beforeAll(async () => {
    home = await testDatabase();
    gateway = await startGateway(home.url, `http://127.0.0.1:${await freePort()}`);
  });

  beforeEach(async () => {
    count += 1;
    id = `m${count}`;
    await gateway.activate([
      { id, body: marketing },
      { id: `t${count}`, body: transactional },
    ]);
    gateway.forget();
    gateway.reported = { executions: [] };
  });

  afterAll(async () => {
    await gateway.stop();
    await home.drop();
  });

  const trigger = async (campaignId = id) => {
    const { body } = await gateway.post<{ executionId: string }>('/ajo/im/executions/audience', { campaignId });
    return body.executionId;
  };
  const cancelledOf = async (campaignId = id) => {
    const rows = await gateway.database
      .selectFrom('executions')
      .select(['execution_id', 'cancelled_by'])
      .where('campaign_id', '=', campaignId)
      .where('cancelled_at', 'is not', null)
      .execute();
    return rows.map((row) => row.execution_id);
  };
  /** Waits for the passes to be over. */
  const isOver = () =>
    waitFor(
      async () => {
        const stop = await gateway.database
          .selectFrom('campaign_stops')
          .select('due_at')
          .where('campaign_id', '=', id)
          .executeTakeFirst();
        return stop?.due_at === null || undefined;
      },
      { what: `all passes over ${id}`, timeoutMs: 20_000 },
    );
  const published = () =>
    waitFor(async () => ((await gateway.owes()) === 0 ? gateway.published : undefined), { what: 'nothing to be owed' });
  const cancelledEvents = async () =>
    (await published()).filter(({ topic }) => topic === events.executionCancelled.type).map(({ key }) => key);

  it('has its executions cancelled, once each however often it is said, and nobody else’s', async () => {
    await gateway.activate([{ id: 'other', body: marketing }]);
    const [one, two, other] = [await trigger(), await trigger(), await trigger('other')];
    await Promise.all([gateway.stopWithRunning(id, id), gateway.stopWithRunning(id)]);
    await isOver();
    await gateway.stopWithRunning(id);
    expect((await cancelledOf()).toSorted()).toEqual([one, two].toSorted());
    expect((await cancelledEvents()).toSorted()).toEqual([one, two].toSorted());
    const { body } = await gateway.get(`/v1/executions/${one}`);
    expect(body).toMatchObject({ cancelledAt: expect.any(String) });
    expect(body).not.toHaveProperty('cancelledBy');
    expect((await gateway.get(`/v1/executions/${other}`)).body).not.toHaveProperty('cancelledAt');
  });

  it('leaves as they are those that have ended', async () => {
    const [ended, running] = [await trigger(), await trigger()];
    const run = { state: 'planned', targeted: 2 };
    gateway.reported = {
      executions: [
        { executionId: ended, counts: { ...nobody, sent: 2 }, run },
        { executionId: running, counts: { ...nobody, sent: 1 }, run },
      ],
    };
    await gateway.stopWithRunning(id);
    await isOver();
    expect(gateway.askedFor).toBe('/internal/executions/standings');
    expect(await cancelledOf()).toEqual([running]);
  });

  it('has all of them cancelled while feedback is away', async () => {
    gateway.isFeedbackAway = true;
    const executionIds = [await trigger(), await trigger()];
    await gateway.stopWithRunning(id);
    await isOver();
    expect((await cancelledOf()).toSorted()).toEqual(executionIds.toSorted());
  });

  it('has those cancelled, too, that are accepted just then by what was known before', async () => {
    const before = await trigger();
    await gateway.stopWithRunning(id);
    await waitFor(async () => ((await cancelledOf()).length === 1 ? true : undefined), { what: 'the first pass' });
    const meanwhile = await trigger();
    await isOver();
    expect((await cancelledOf()).toSorted()).toEqual([before, meanwhile].toSorted());
  });

  it('is gone through page by page', async () => {
    const first = await trigger();
    const [row] = await gateway.database
      .selectFrom('executions')
      .selectAll()
      .where('execution_id', '=', first)
      .execute();
    if (!row) throw new Error('It was not kept');
    const many = Array.from({ length: 1_200 }, (_, index) => {
      return { ...row, execution_id: `BMA-${id}-${index}`, request_id: `r-${index}` };
    });
    await gateway.database.insertInto('executions').values(many).execute();
    await gateway.stopWithRunning(id);
    await isOver();
    expect(await cancelledOf()).toHaveLength(1_201);
    expect(new Set(await cancelledEvents()).size).toBe(1_201);
  });
});
