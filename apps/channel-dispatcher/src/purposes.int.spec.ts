import { testDatabase, waitFor, type TestDatabase } from '@clarion/testing';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { startDispatcher, type DispatcherUnderTest } from './dispatcher-under-test.js';
import { matchDayIn, matchDayRows, reset, type Requested } from './examples.js';

describe('deliveries that are none in earnest', () => {
  let home: TestDatabase;
  let dispatcher: DispatcherUnderTest;

  beforeEach(async () => {
    home = await testDatabase();
    dispatcher = await startDispatcher(home.url);
    dispatcher.fetcher.rows = { ...matchDayRows };
  });

  afterEach(async () => {
    await dispatcher.stop();
    await home.drop();
  });

  const proof = (requested: Requested, subjectPrefix = '[Proof] '): Requested => {
    Object.assign(requested.data, { purpose: 'proof', subjectPrefix });
    return requested;
  };
  const dryRun = (requested: Requested): Requested => {
    Object.assign(requested.data, { purpose: 'dry-run' });
    return requested;
  };
  const states = () => dispatcher.reports().map(({ state, attempt, reason }) => [state, attempt, reason]);
  const subjects = () => dispatcher.mail.inbox.map(({ subject }) => subject);

  it('as a proof are sent with their subject marked, and reported as one', async () => {
    const { handler, published } = dispatcher;
    await handler.transactional([proof(reset('UMA-1', { link: 'https://x' })), reset('UMA-2', { link: 'https://y' })]);
    expect(subjects().sort()).toEqual(['Reset', '[Proof] Reset']);
    const purposes = published.map(({ key, data }) => [key, (data as { purpose?: string }).purpose]);
    expect(purposes.sort()).toEqual([
      ['UMA-1:0', 'proof'],
      ['UMA-2:0', undefined],
    ]);
  });

  it('as a proof stay marked when they are put off', async () => {
    const requested = proof(reset('UMA-1', { link: 'https://x' }));
    Object.assign(requested.data.deliveries[0] ?? {}, { address: 'busy@x.example' });
    await dispatcher.handler.transactional([requested]);
    expect(states()).toMatchObject([['deferred', 1, 'ProviderUnavailable']]);
    await dispatcher.database
      .updateTable('deliveries')
      .set({ due_at: new Date(0) })
      .execute();
    dispatcher.startWorker();
    expect(await waitFor(() => (subjects().length > 0 ? subjects() : undefined), { what: 'the mail' })).toEqual([
      '[Proof] Reset',
    ]);
  });

  it('are told apart from those that webhooks hear of, also after they are put off', async () => {
    const requested = reset('UMA-3', { link: 'https://x' });
    const webhooks = { requestId: 'order-1' };
    Object.assign(requested.data, { webhooks });
    Object.assign(requested.data.deliveries[0] ?? {}, { address: 'busy@x.example' });
    const { handler, published, database } = dispatcher;
    await handler.transactional([requested, reset('UMA-4', { link: 'https://y' })]);
    await database
      .updateTable('deliveries')
      .set({ due_at: new Date(0) })
      .where('state', '=', 'deferred')
      .execute();
    dispatcher.startWorker();
    const said = await waitFor(() => (published.length > 2 ? published : undefined), { what: 'the second report' });
    const told = said.map(({ key, data }) => [key, (data as { webhooks?: object }).webhooks]);
    expect(told.sort()).toEqual([
      ['UMA-3:0', webhooks],
      ['UMA-3:0', webhooks],
      ['UMA-4:0', undefined],
    ]);
  });

  it('as a dry run are rendered and not sent, once, and fail or are excluded as they would be', async () => {
    const { handler, mail, fetcher, database } = dispatcher;
    const requested = dryRun(matchDayIn('BMA-1', ['Oslo', 'Bergen', 'Lima']));
    Object.assign(requested.data.deliveries[2] ?? {}, { context: { home: null } });
    const twice = [await handler.marketing([requested]), await handler.marketing([requested])];
    expect(twice).toEqual(Array(2).fill([{ kind: 'done' }]));
    expect(mail.inbox).toEqual([]);
    const once = [
      ['rendered', 1, undefined],
      ['excluded', 0, 'NoMatchingRow'],
      ['failed', 1, 'RenderFailed'],
    ];
    expect(states()).toEqual([...once, ...once]);
    expect(fetcher.asked.sort()).toEqual(['lineup-1', 'weather-1']);
    const rows = await database.selectFrom('deliveries').select('state').where('state', '=', 'rendered').execute();
    expect(rows).toHaveLength(1);
  });
});
