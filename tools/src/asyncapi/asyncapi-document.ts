import type { EventDefinition } from '@clarion/contracts';
import { attributesOf, envelopeOf } from './cloud-event-schemas.js';

type Named = readonly [name: string, event: EventDefinition];

/**
 * The AsyncAPI 3.0 document of a catalogue of events, as plain JSON: a channel and an operation of Clarion's for each event,
 * and both modes of CloudEvents for what anyone may publish.
 */
export function asyncApiOf(catalogue: Readonly<Record<string, EventDefinition>>): object {
  const all = Object.entries(catalogue);
  const document = {
    asyncapi: '3.0.0',
    info: {
      title: 'Clarion',
      version: '1',
      description:
        'The events of Clarion, as CloudEvents 1.0 over Kafka. Whoever may write to execution.requested.v1 triggers ' +
        'campaigns; all other events are said by Clarion. An installation may have a prefix before every topic. ' +
        'Generated from libs/contracts by `npm run asyncapi`.',
      license: { name: 'Apache-2.0', url: 'https://www.apache.org/licenses/LICENSE-2.0' },
    },
    defaultContentType: 'application/json',
    servers: {
      local: { host: '127.0.0.1:4092', protocol: 'kafka', description: 'The Kafka that npm start brings.' },
    },
    channels: Object.fromEntries(all.map((one) => [one[0], channelOf(one)])),
    operations: Object.fromEntries(all.map((one) => [operationName(one), operationOf(one)])),
    components: {
      messages: Object.fromEntries(all.flatMap(messagesOf)),
      schemas: Object.fromEntries(all.map(([name, { schema }]) => [name, schema])),
    },
  };
  // Without the symbols that TypeBox keeps in its schemas.
  return JSON.parse(JSON.stringify(document)) as object;
}

function channelOf([name, event]: Named): object {
  const { type, summary, isCompacted } = event;
  const topicConfiguration = isCompacted
    ? { 'cleanup.policy': ['compact'], 'max.message.bytes': 8_388_608 }
    : { 'retention.ms': 1_209_600_000 };
  return {
    address: type,
    summary,
    messages: Object.fromEntries(
      messagesOf([name, event]).map(([message]) => [message, { $ref: `#/components/messages/${message}` }]),
    ),
    bindings: { kafka: { topicConfiguration, bindingVersion: '0.5.0' } },
  };
}

/** What Clarion does with it, seen from Clarion. */
function operationOf([name, { summary, isFromAnyone }]: Named): object {
  const channel = { $ref: `#/channels/${name}` };
  if (!isFromAnyone) return { action: 'send', channel, summary };
  return {
    action: 'receive',
    channel,
    summary,
    description:
      'Where it is refused, execution.rejected.v1 says so. An execution that was accepted is told of by its events.',
  };
}

function operationName([name, { isFromAnyone }]: Named): string {
  return `${isFromAnyone ? 'take' : 'say'}${name.charAt(0).toUpperCase()}${name.slice(1)}`;
}

function messagesOf([name, event]: Named): [name: string, message: object][] {
  const { type, summary, key, isFromAnyone = false } = event;
  const shared = {
    summary,
    bindings: { kafka: { key: { type: 'string', description: `Its key: ${key}.` }, bindingVersion: '0.5.0' } },
  };
  const binary = {
    ...{ name: type, title: type, contentType: 'application/json', ...shared },
    headers: attributesOf(type, isFromAnyone),
    payload: { $ref: `#/components/schemas/${name}` },
  };
  if (!isFromAnyone) return [[name, binary]];
  const structured = {
    ...{ name: type, title: `${type} in structured mode`, contentType: 'application/cloudevents+json', ...shared },
    payload: envelopeOf(type, { $ref: `#/components/schemas/${name}` }),
  };
  return [
    [name, binary],
    [`${name}Structured`, structured],
  ];
}
