import { testDatabase, type TestDatabase } from '@clarion/testing';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { startDispatcher, type DispatcherUnderTest } from './dispatcher-under-test.js';
import { reset, traceparent } from './examples.js';

describe('the dispatcher', () => {
  let home: TestDatabase;
  let dispatcher: DispatcherUnderTest;

  beforeAll(async () => {
    home = await testDatabase();
    dispatcher = await startDispatcher(home.url);
  });

  beforeEach(() => {
    dispatcher.forget();
  });

  afterAll(async () => {
    await dispatcher.stop();
    await home.drop();
  });

  it('sends each delivery its own mail, traceable to the call, and reports it', async () => {
    const { handler, mail, reports } = dispatcher;
    await handler.transactional([reset('e1', { link: 'https://x/1' }, { link: 'https://x/2' })]);
    expect(mail.inbox.map(({ text }) => text?.trim()).sort()).toEqual(['https://x/1', 'https://x/2']);
    expect(mail.inbox[0]?.headers.get('traceparent')).toBe(traceparent);
    expect(mail.inbox[0]?.headers.get('x-clarion-execution-id')).toBe('e1');
    expect(reports()).toMatchObject([
      { state: 'sent', attempt: 1 },
      { state: 'sent', attempt: 1 },
    ]);
  });

  it('sends nothing again when a chunk comes again, and reports the same', async () => {
    const { handler, mail, published } = dispatcher;
    const once = reset('e2', { link: 'https://x' });
    await handler.transactional([once, once]);
    await handler.transactional([once]);
    expect(mail.inbox).toHaveLength(1);
    expect(published).toHaveLength(2);
    expect(published[0]?.key).toBe('e2:0');
    expect(published[1]).toMatchObject({ id: published[0]?.id, data: published[0]?.data });
  });

  it('begins nothing of a chunk while it cannot learn what to say, and goes on with the others', async () => {
    const { handler, ledger, mail, reports } = dispatcher;
    const unheardOf = reset('e5', { link: 'https://x' });
    unheardOf.data.campaignVersion = 99;
    const outcomes = await handler.transactional([unheardOf, reset('e6', { link: 'https://x' })]);
    expect(outcomes).toEqual([{ kind: 'done' }, { kind: 'done' }]);
    expect(mail.inbox).toHaveLength(1);
    expect(
      reports()
        .map(({ state }) => state)
        .sort(),
    ).toEqual(['deferred', 'sent']);
    expect(
      await ledger.find(
        unheardOf.data.deliveries.map(({ deliveryId }) => deliveryId),
        randomUUID(),
      ),
    ).toMatchObject([{ state: 'deferred', row: { attempt: 0, detail: 'campaign-manager does not answer' } }]);
  });

  it('fails one delivery whose value is missing, and sends the others', async () => {
    const { handler, mail, reports } = dispatcher;
    await handler.transactional([reset('e4', {}, { link: 'https://x' })]);
    expect(mail.inbox).toHaveLength(1);
    expect(reports()).toMatchObject([
      { state: 'failed', reason: 'RenderFailed', detail: 'There is no value for context.link' },
      { state: 'sent' },
    ]);
  });

  it('fails at once where the server refuses for good, and puts off where it is busy', async () => {
    const { handler, mail, reports } = dispatcher;
    await handler.transactional([reset('busy', { link: 'https://x' }), reset('gone', { link: 'https://x' })]);
    await handler.transactional([reset('e7', { link: 'https://x' })]);
    expect(mail.inbox).toHaveLength(1);
    expect(reports()).toMatchObject([
      { state: 'deferred', reason: 'ProviderUnavailable', attempt: 1 },
      { state: 'failed', reason: 'ProviderRejected', attempt: 1 },
      { state: 'sent' },
    ]);
  });
});
