import {
  events,
  type Campaign,
  type CampaignDataSource,
  type Category,
  type Chunk,
  type DeliveryReport,
} from '@clarion/contracts';
import { event, type OutgoingEvent } from '@clarion/messaging';
import { newTraceparent } from '@clarion/observability';
import { randomUUID } from 'node:crypto';

const sandbox = 'dev';
const channel = 'email';
const namespace = 'email';

/** A campaign's version, as events name it. */
export interface Version {
  campaignId: string;
  campaignVersion: number;
}

/** The first version of a campaign. */
export function firstOf(campaignId: string): Version {
  return { campaignId, campaignVersion: 1 };
}

/** A campaign's body, which says what its data source answers if it has one. */
export function campaignBody(
  category: Category,
  channelConfigurationId: string,
  sources: CampaignDataSource[],
): Campaign {
  const html = `Good evening. ${sources.map(({ alias }) => `{{#each data.${alias}}}{{act}} {{/each}}`).join('')}`;
  return {
    name: 'From an event',
    category,
    channel,
    channelConfigurationId,
    identityNamespace: namespace,
    createNewProfiles: true,
    dataSources: sources,
    content: [{ treatment: 'default', locale: 'en', subject: 'Tonight', html }],
  };
}

/** Tonight's line-up, as a campaign's version carries it. */
export function lineUpSource(playground: string): CampaignDataSource {
  const asked = { addCount: false, inboundColumns: [], params: {}, timeoutMs: 10_000 };
  return {
    alias: 'lineup',
    dataSourceId: randomUUID(),
    request: { method: 'POST', url: `${playground}/lineup`, ...asked },
    mapping: { arrayPath: '/lineup', columns: [{ id: 'act', key: 'act', type: 'text' }] },
    join: { kind: 'all' },
  };
}

/** @param key events of one key keep their order; the definition's own unless told */
export function published(id: string, body: object, key = versionKey(id)): OutgoingEvent {
  const data = { kind: 'campaign' as const, sandbox, id, version: 1, body: { ...body } };
  return event(events.definitionPublished, { ...named(key), data });
}

/** The key of the first version of a campaign. */
export function versionKey(id: string): string {
  return `campaign:${sandbox}:${id}:1`;
}

export function activated(id: string): OutgoingEvent {
  const data = { kind: 'campaign' as const, sandbox, id, revision: 1, version: 1, state: 'live' as const };
  return event(events.definitionActivated, { ...named(`campaign:${sandbox}:${id}`), data });
}

/** Of an execution of its own, for one person. */
export function accepted(to: string, version: Version): OutgoingEvent {
  const data = execution(to, version);
  return event(events.executionAccepted, { ...named(data.executionId), data });
}

/** Of an execution of its own, for one person. */
export function ready(to: string, version: Version): OutgoingEvent {
  const data = execution(to, version);
  return event(events.executionReady, { ...named(data.executionId), data });
}

/** A chunk of one delivery. */
export function requested(category: Category, to: string, version: Version): OutgoingEvent {
  const executionId = newExecutionId();
  const common = { treatment: 'default', locale: 'en', context: {}, profile: {} };
  const delivery = { deliveryId: randomUUID(), ordinal: 0, namespace, userId: to, channel, address: to } as const;
  const data: Chunk = { executionId, sandbox, ...version, chunk: 0, deliveries: [{ ...delivery, ...common }] };
  return event(topics[category], { ...named(`${executionId}:0`), data });
}

/** Of one more delivery of an execution, which was sent. */
export function reported(executionId: string, ordinal: number, version: Version): OutgoingEvent {
  const report: DeliveryReport = {
    deliveryId: randomUUID(),
    ordinal,
    namespace,
    userId: `person ${ordinal}`,
    channel,
    state: 'sent',
    attempt: 1,
    at: new Date().toISOString(),
  };
  const data = { executionId, sandbox, ...version, chunk: ordinal, reports: [report] };
  return event(events.deliveriesReported, { ...named(`${executionId}:${ordinal}`), data });
}

/** An execution that has failed as a whole. */
export function failed(executionId: string, version: Version): OutgoingEvent {
  const end = { state: 'failed' as const, reason: 'DataSourceRefused', detail: 'Said by an event.' };
  const data = { executionId, sandbox, ...version, at: new Date().toISOString(), ...end };
  return event(events.executionProgressed, { ...named(executionId), data });
}

const topics = {
  transactional: events.transactionalDeliveriesRequested,
  marketing: events.marketingDeliveriesRequested,
};

function execution(to: string, version: Version) {
  const recipients = [{ type: 'external' as const, namespace, userId: to, channelData: { emailAddress: to } }];
  const acceptedAt = new Date().toISOString();
  return { executionId: newExecutionId(), sandbox, ...version, acceptedAt, recipients };
}

function newExecutionId(): string {
  return `UMA-${randomUUID()}`;
}

function named(key: string) {
  return { id: key, key, traceparent: newTraceparent() };
}
