import { events, ServiceUnavailable, type Campaign, type ChannelConfiguration } from '@clarion/contracts';
import { DefinitionCopy, Definitions, ManagerClient } from '@clarion/definitions';
import { event, type OutgoingEvent, type ReceivedEvent } from '@clarion/messaging';
import { createLogger } from '@clarion/observability';
import { migrate, openDatabase } from '@clarion/persistence';
import { freePort, testDatabase, type TestDatabase } from '@clarion/testing';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { Kysely } from 'kysely';
import { simpleParser, type ParsedMail } from 'mailparser';
import { randomUUID } from 'node:crypto';
import { SMTPServer } from 'smtp-server';
import { Contents } from './contents.js';
import { DeliveriesRepository } from './deliveries.repository.js';
import { Dispatch } from './dispatch.js';
import { migrations } from './migrations/index.js';
import { OnDeliveriesRequested } from './on-deliveries-requested.js';
import { SmtpMailProvider } from './smtp-mail-provider.js';
import type { Tables } from './tables.js';

type Requested = ReceivedEvent<typeof events.transactionalDeliveriesRequested>;

const logger = createLogger('dispatcher-test', 'silent');
const traceparent = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';

function chunk(executionId: string, ...contexts: Record<string, unknown>[]): Requested {
  const deliveries = contexts.map((context, ordinal) => ({
    deliveryId: randomUUID(),
    ordinal,
    namespace: 'crm',
    userId: `user-${ordinal}`,
    channel: 'email' as const,
    address: `${executionId}-${ordinal}@example.com`,
    treatment: 'default',
    locale: 'en',
    context,
    profile: {},
  }));
  const data = { executionId, sandbox: 'dev', campaignId: 'c1', campaignVersion: 1, chunk: 0, deliveries };
  const key = `${executionId}:0`;
  const { topic } = event(events.transactionalDeliveriesRequested, { id: key, key, traceparent, data });
  return { id: key, source: '/test', key, data, traceparent, topic, partition: 0, offset: '0' };
}

/** A mail server that answers each recipient as its address asks: `busy` twice with 451, `gone` always with 550. */
function mailServer(received: ParsedMail[]): SMTPServer {
  let busyTurns = 2;
  const refusal = (responseCode: number) => Object.assign(new Error('refused'), { responseCode });
  return new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    onRcptTo: ({ address }, _, answer) => {
      if (address.startsWith('busy') && busyTurns-- > 0) answer(refusal(451));
      else if (address.startsWith('gone')) answer(refusal(550));
      else answer();
    },
    onData: (stream, _, answer) => {
      void simpleParser(stream).then((mail) => {
        received.push(mail);
        answer();
      });
    },
  });
}

describe('the dispatcher', () => {
  const provider = new SmtpMailProvider();
  let home: TestDatabase;
  let database: Kysely<Tables>;
  let smtp: SMTPServer;
  let ledger: DeliveriesRepository;
  let handler: OnDeliveriesRequested;
  let received: ParsedMail[];
  let published: OutgoingEvent[];
  const inbox: ParsedMail[] = [];

  const reportsOf = (events_: OutgoingEvent[]) =>
    events_.flatMap(({ data }) => (data as { reports: { state: string; reason?: string; attempt: number }[] }).reports);

  beforeAll(async () => {
    home = await testDatabase();
    database = openDatabase<Tables>({ url: home.url, schema: 'channel_dispatcher' }, logger);
    await migrate(database, 'channel_dispatcher', migrations, logger);
    const port = await freePort();
    smtp = mailServer(inbox);
    await new Promise<void>((resolve) => smtp.listen(port, '127.0.0.1', resolve));

    const copy = new DefinitionCopy(database);
    const campaign: Campaign = {
      name: 'Reset',
      category: 'transactional',
      channel: 'email',
      channelConfigurationId: 'cc1',
      identityNamespace: 'email',
      createNewProfiles: true,
      content: [
        {
          treatment: 'default',
          locale: 'en',
          subject: 'Reset',
          html: '<p>{{context.link}}</p>',
          text: '{{context.link}}',
        },
      ],
    };
    const configuration: ChannelConfiguration = {
      name: 'Mail',
      channel: 'email',
      category: 'transactional',
      sender: { name: 'Shop', address: 'no-reply@shop.example' },
      provider: { type: 'smtp', host: '127.0.0.1', port },
    };
    await copy.keepVersions([
      { kind: 'campaign', sandbox: 'dev', id: 'c1', version: 1, body: { ...campaign } },
      { kind: 'channel-configuration', sandbox: 'dev', id: 'cc1', version: 1, body: { ...configuration } },
    ]);
    await copy.keepActivations([
      { kind: 'channel-configuration', sandbox: 'dev', id: 'cc1', revision: 1, version: 1, state: 'live' },
    ]);
    const definitions = new Definitions(copy, new ManagerClient(`http://127.0.0.1:${await freePort()}`, 'token'));
    ledger = new DeliveriesRepository(database);
    const publisher = {
      publish: (outgoing: readonly OutgoingEvent[]) => Promise.resolve(void published.push(...outgoing)),
    };
    handler = new OnDeliveriesRequested(new Contents(definitions), ledger, new Dispatch(provider), publisher, logger);
  });

  beforeEach(() => {
    inbox.length = 0;
    received = inbox;
    published = [];
  });

  afterAll(async () => {
    provider.close();
    await new Promise<void>((resolve) => {
      smtp.close(resolve);
    });
    await database.destroy();
    await home.drop();
  });

  it('sends each delivery its own mail, traceable to the call, and reports it', async () => {
    await handler.handle([chunk('e1', { link: 'https://x/1' }, { link: 'https://x/2' })]);
    expect(received.map(({ text }) => text?.trim()).sort()).toEqual(['https://x/1', 'https://x/2']);
    expect(received[0]?.headers.get('traceparent')).toBe(traceparent);
    expect(received[0]?.headers.get('x-clarion-execution-id')).toBe('e1');
    expect(reportsOf(published)).toMatchObject([
      { state: 'sent', attempt: 1 },
      { state: 'sent', attempt: 1 },
    ]);
  });

  it('sends nothing again when a chunk comes again, and reports the same', async () => {
    const once = chunk('e2', { link: 'https://x' });
    await handler.handle([once, once]);
    const first = reportsOf(published.slice(0, 1));
    await handler.handle([once]);
    expect(received).toHaveLength(1);
    expect(reportsOf(published.slice(-1))).toEqual(first);
    expect(new Set(published.map(({ id }) => id)).size).toBe(1);
  });

  it('sends what a crash left begun, as the next attempt', async () => {
    const begun = chunk('e3', { link: 'https://x' });
    const [request] = begun.data.deliveries;
    if (!request) throw new Error('no delivery');
    const { executionId, sandbox } = begun.data;
    await ledger.begin([{ ...request, executionId, sandbox, traceparent }], new Date());
    await handler.handle([begun]);
    expect(received).toHaveLength(1);
    expect(reportsOf(published)).toMatchObject([{ state: 'sent', attempt: 2 }]);
  });

  it('begins nothing while it cannot learn what to say', async () => {
    const unheardOf = chunk('e5', { link: 'https://x' });
    unheardOf.data.campaignVersion = 99;
    await expect(handler.handle([chunk('e6', { link: 'https://x' }), unheardOf])).rejects.toBeInstanceOf(
      ServiceUnavailable,
    );
    expect(received).toEqual([]);
    expect(await ledger.ended(unheardOf.data.deliveries.map(({ deliveryId }) => deliveryId))).toEqual([]);
  });

  it('fails one delivery whose value is missing, and sends the others', async () => {
    await handler.handle([chunk('e4', {}, { link: 'https://x' })]);
    expect(received).toHaveLength(1);
    expect(reportsOf(published)).toMatchObject([
      { state: 'failed', reason: 'RenderFailed', detail: 'There is no value for context.link' },
      { state: 'sent' },
    ]);
  });

  it('tries again where the server is busy, and fails at once where it refuses for good', async () => {
    await handler.handle([chunk('busy', { link: 'https://x' }), chunk('gone', { link: 'https://x' })]);
    expect(received).toHaveLength(1);
    expect(reportsOf(published)).toMatchObject([{ state: 'sent' }, { state: 'failed', reason: 'ProviderRejected' }]);
  });
});
