import { events, type Category, type EventDefinition } from '@clarion/contracts';
import { KafkaPublisher, type OutgoingEvent } from '@clarion/messaging';
import { createLogger, newTraceparent } from '@clarion/observability';
import { waitFor } from '@clarion/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { statusOf } from './audience-campaign.js';
import {
  accepted,
  activated,
  campaignBody,
  failed,
  firstOf,
  lineUpSource,
  published,
  ready,
  reported,
  requested,
  versionKey,
  type Version,
} from './example-events.js';
import { startStack, type Stack } from './stack.js';

interface Letters {
  deadLetters: { service: string; group: string; errorClass: string }[];
}

const good = 999;
const middle = 500;
const definitionReaders = ['audience-resolver', 'channel-dispatcher', 'data-fetcher', 'feedback', 'trigger-gateway'];
/** Versions that events bring; the last one's body is none that the code can work with, as only the manager checks it. */
const campaigns = { transactional: 'plain-transactional', marketing: 'plain-marketing', broken: 'broken' };

describe('one bad event among a thousand', () => {
  let stack: Stack;
  let publisher: KafkaPublisher;
  let pids: Record<string, number>;
  /** Each accepted by the gateway, and sent, for a campaign of its own. */
  let executions: { executionId: string; campaignId: string }[];

  const numbers = Array.from({ length: good }, (_, index) => index);
  const plain = (category: Category): Version => firstOf(campaigns[category]);

  /** The good ones, with others in their middle. */
  const publish = async (all: readonly OutgoingEvent[], bad: () => Promise<void>) => {
    await publisher.publish(all.slice(0, middle));
    await bad();
    await publisher.publish(all.slice(middle));
  };
  /** Looks like an event but for its value, which breaks off. */
  const malformed = ({ type }: EventDefinition) => {
    const headers = { ce_specversion: '1.0', ce_id: 'broken', ce_source: '/test', ce_type: type };
    const value = '{"executionId":"UMA-1","sandb';
    return publisher.send([{ topic: type, key: 'bad', value, headers: { ...headers, traceparent: newTraceparent() } }]);
  };
  const lettersOf = ({ type }: EventDefinition, count: number) =>
    waitFor(
      async (saw) => {
        const { data } = await stack.manager.get<Letters>(`/v1/dead-letters?topic=${type}&limit=1000`);
        const letters = data.deadLetters.map(({ service, errorClass }) => `${service}: ${errorClass}`).toSorted();
        saw(letters);
        return letters.length >= count ? letters : undefined;
      },
      { what: `${count} dead letters of ${type}`, timeoutMs: 60_000, intervalMs: 250 },
    );
  const mailsTo = async (host: string) => {
    const mails = await stack.messages();
    return mails.flatMap(({ to }) => (to.endsWith(`@${host}`) ? [to] : [])).toSorted();
  };
  const processes = async () => {
    const found = Object.keys(stack.local.pids).map(async (name) => [name, await stack.pid(name)] as const);
    return Object.fromEntries(await Promise.all(found));
  };

  /** Calls the gateway once for each. Resolves with those that it has accepted. */
  const call = async (campaignIds: readonly string[]) => {
    const answers: { executionId: string; campaignId: string }[] = [];
    for (let from = 0; from < campaignIds.length; from += 50) {
      const some = campaignIds.slice(from, from + 50).map(async (campaignId) => {
        const to = `${campaignId}@definitions.example`;
        const recipient = { type: 'external', namespace: 'email', userId: to, channelData: { emailAddress: to } };
        const path = '/ajo/im/executions/unitary';
        const body = { requestId: randomUUID(), campaignId, recipients: [recipient] };
        return stack.gateway.post<{ executionId: string }>(path, body);
      });
      for (const [index, { status, data }] of (await Promise.all(some)).entries()) {
        const campaignId = campaignIds[from + index] ?? '';
        expect([202, 404]).toContain(status); // Not known yet.
        if (status === 202) answers.push({ executionId: data.executionId, campaignId });
      }
    }
    return answers;
  };
  const statuses = async (executionIds: readonly string[]) => {
    const found = [];
    for (let from = 0; from < executionIds.length; from += 50) {
      found.push(...(await Promise.all(executionIds.slice(from, from + 50).map((id) => statusOf(stack, id)))));
    }
    return found;
  };
  const ends = (executionIds: readonly string[]) =>
    waitFor(
      async (saw) => {
        const found = await statuses(executionIds);
        const open = found.filter(({ status }) => status === 'InProgress').length;
        saw(`${open} executions are open`);
        return open === 0 ? found : undefined;
      },
      { what: `the end of ${executionIds.length} executions`, timeoutMs: 60_000, intervalMs: 250 },
    );

  /** Calls each campaign until its message was sent: whoever does not know it yet refuses, and it is called again. */
  const untilSent = async (campaignIds: readonly string[]) => {
    const sent: { executionId: string; campaignId: string }[] = [];
    await waitFor(
      async (saw) => {
        const isSent = new Set(sent.map(({ campaignId }) => campaignId));
        const called = await call(campaignIds.filter((id) => !isSent.has(id)));
        const found = await ends(called.map(({ executionId }) => executionId));
        sent.push(...called.filter((_, index) => found[index]?.counts.sent === 1));
        saw(`${sent.length} were sent`);
        return sent.length === campaignIds.length || undefined;
      },
      { what: `a message of each of ${campaignIds.length} campaigns`, timeoutMs: 120_000, intervalMs: 500 },
    );
    return sent;
  };

  const publishDefinitions = async () => {
    const { data } = await stack.manager.get<{ channelConfigurations: { id: string; category: Category }[] }>(
      '/v1/channel-configurations',
    );
    const configuration = (category: Category) =>
      data.channelConfigurations.find((one) => one.category === category)?.id ?? '';
    const bodyOf = (category: Category) => campaignBody(category, configuration(category), []);
    const lineUp = campaignBody('transactional', configuration('transactional'), [
      lineUpSource(stack.local.urls['playground'] ?? ''),
    ]);
    const ids = numbers.map((index) => `campaign-${index}`);
    // Who knows the first campaign has read these before: they are behind each other in one partition.
    const key = versionKey(ids[0] ?? '');
    await publisher.publish([
      published(campaigns.transactional, bodyOf('transactional'), key),
      published(campaigns.marketing, bodyOf('marketing'), key),
      published(campaigns.broken, { ...bodyOf('transactional'), dataSources: 5, content: 5 }, key),
    ]);
    const versions = ids.map((id) => published(id, lineUp));
    await publish(versions, () => malformed(events.definitionPublished));
    await publish(ids.map(activated), () => malformed(events.definitionActivated));
    return ids;
  };

  beforeAll(async () => {
    stack = await startStack();
    pids = await processes();
    publisher = new KafkaPublisher(stack.kafka, 'test', createLogger('test', 'silent'));
    executions = await untilSent(await publishDefinitions());
  }, 240_000);

  it.each([events.definitionPublished, events.definitionActivated])(
    'of $type goes to the dead letters of each service that reads it, and all services know the others',
    async (definition) => {
      expect(executions).toHaveLength(good);
      const letters = await lettersOf(definition, definitionReaders.length);
      expect(letters).toEqual(definitionReaders.map((service) => `${service}: unreadable`));
    },
  );

  const person = (host: string) => (index: number) => `${String(index).padStart(3, '0')}@${host}`;

  const requestedOf = (category: Category) => (to: string, of: Version) => requested(category, to, of);

  it.each([
    { of: events.executionAccepted, service: 'data-fetcher', make: accepted, category: 'transactional' },
    { of: events.executionReady, service: 'audience-resolver', make: ready, category: 'transactional' },
    {
      of: events.transactionalDeliveriesRequested,
      service: 'channel-dispatcher',
      make: requestedOf('transactional'),
      category: 'transactional',
    },
    {
      of: events.marketingDeliveriesRequested,
      service: 'channel-dispatcher',
      make: requestedOf('marketing'),
      category: 'marketing',
    },
  ] as const)(
    'of $of.type goes to the dead letters, be it malformed or the cause of a TypeError, and all others are sent',
    async ({ of: definition, service, make, category }) => {
      const host = `${definition.type}.example`;
      const people = numbers.map(person(host));
      await publish(
        people.map((to) => make(to, plain(category))),
        async () => {
          await malformed(definition);
          await publisher.publish([make(`nobody@${host}`, firstOf(campaigns.broken))]);
        },
      );
      expect(await lettersOf(definition, 2)).toEqual([`${service}: TypeError`, `${service}: unreadable`]);
      await waitFor(
        async (saw) => {
          const count = (await mailsTo(host)).length;
          saw(`${count} mails`);
          return count >= good || undefined;
        },
        { what: `${good} mails`, timeoutMs: 60_000, intervalMs: 250 },
      );
      expect(await mailsTo(host)).toEqual(people);
    },
    120_000,
  );

  it(`of ${events.deliveriesReported.type} goes to the dead letters, and all others are counted`, async () => {
    const [{ executionId, campaignId } = { executionId: '', campaignId: '' }] = executions;
    const all = numbers.map((index) => reported(executionId, index + 1, firstOf(campaignId)));
    await publish(all, () => malformed(events.deliveriesReported));
    expect(await lettersOf(events.deliveriesReported, 1)).toEqual(['feedback: unreadable']);
    const counts = await waitFor(
      async (saw) => {
        const status = await statusOf(stack, executionId, '?limit=1');
        saw(status.counts);
        return status.counts.sent > good ? status.counts : undefined;
      },
      { what: 'all reports to be counted', timeoutMs: 60_000 },
    );
    expect(counts).toMatchObject({ targeted: good + 1, sent: good + 1 });
  }, 120_000);

  it(`of ${events.executionProgressed.type} goes to the dead letters, and all others are told`, async () => {
    const all = executions.map(({ executionId, campaignId }) => failed(executionId, firstOf(campaignId)));
    await publish(all, () => malformed(events.executionProgressed));
    expect(await lettersOf(events.executionProgressed, 1)).toEqual(['feedback: unreadable']);
    await waitFor(
      async (saw) => {
        const told = await statuses(executions.map(({ executionId }) => executionId));
        const count = told.filter(
          ({ reason, detail }) => reason !== undefined && detail === 'Said by an event.',
        ).length;
        saw(`${count} are told`);
        return count === good || undefined;
      },
      { what: 'all executions to have failed', timeoutMs: 60_000, intervalMs: 250 },
    );
  }, 120_000);

  it('stops no service', async () => {
    expect(await processes()).toEqual(pids);
  });

  afterAll(async () => {
    await publisher.disconnect();
    await stack.stop();
  });
});
