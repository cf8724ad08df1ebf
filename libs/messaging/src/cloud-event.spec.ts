import { events } from '@clarion/contracts';
import { describe, expect, it } from '@jest/globals';
import { decode, encode, type RawRecord } from './cloud-event.js';

const traceparent = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';
const place = { topic: 'execution.requested.v1', partition: 3 };
const attributes = { specversion: '1.0', id: 'e-1', source: '/shop', type: 'execution.requested.v1', sandbox: 'dev' };

const record = (value: string | null, headers: Record<string, string>): RawRecord => ({
  offset: '7',
  key: 'k',
  value: value === null ? null : Buffer.from(value),
  headers,
});
const inHeaders = (changes: Partial<typeof attributes> = {}) =>
  Object.fromEntries(Object.entries({ ...attributes, ...changes }).map(([name, value]) => [`ce_${name}`, value]));
const structured = (envelope: unknown, contentType = 'application/cloudevents+json') =>
  record(typeof envelope === 'string' ? envelope : JSON.stringify(envelope), { 'content-type': contentType });
const requested = (raw: RawRecord) => decode(raw, events.executionRequested, place);

describe('an event that anyone may publish', () => {
  const bare = record('{"campaignId":"c1"}', inHeaders());
  const whole = structured({ ...attributes, data: { campaignId: 'c1' } });

  it.each([
    ['binary mode, with the required attributes alone', bare],
    ['structured mode', whole],
    [
      'structured mode with a charset',
      { ...whole, headers: { 'content-type': 'Application/CloudEvents+JSON; charset=UTF-8' } },
    ],
  ])('is read in %s, and handed over as it came', (_, raw) => {
    const read = requested(raw);
    expect(read).toMatchObject({
      id: 'e-1',
      source: '/shop',
      key: 'k',
      data: { campaignId: 'c1' },
      offset: '7',
      ...place,
    });
    expect(read).toMatchObject({ headers: raw.headers, value: raw.value, traceparent: expect.stringMatching(/^00-/) });
    const attribute = 'attribute' in read ? (read.attribute as (name: string) => string | undefined) : undefined;
    expect(['sandbox', 'subject', 'toString'].map((name) => attribute?.(name))).toEqual(['dev', undefined, undefined]);
  });

  it.each([
    ['the header', record('{}', { ...inHeaders(), traceparent })],
    ['the extension of a structured event', structured({ ...attributes, traceparent, data: {} })],
  ])('goes on in the trace of %s', (_, raw) => {
    expect(requested(raw)).toMatchObject({ traceparent });
  });

  it.each(['text', 5, null, [], {}, { campaignId: 7 }])('may have any JSON as its data: %j', (data) => {
    expect(requested(record(JSON.stringify(data), inHeaders()))).toMatchObject({ data });
    expect(requested(structured({ ...attributes, data }))).toMatchObject({ data });
  });

  it.each([
    ['without headers', record('{}', {}), 'not a CloudEvent 1.0'],
    ['without an id', record('{}', inHeaders({ id: '' })), 'not a CloudEvent 1.0'],
    ['of another version', record('{}', inHeaders({ specversion: '0.3' })), 'not a CloudEvent 1.0'],
    ['of another type', record('{}', inHeaders({ type: 'order.placed' })), 'of type order.placed, expected'],
    ['that breaks off', record('{"campaignId', inHeaders()), 'its data is not JSON'],
    ['without a value', record(null, inHeaders()), 'its data is not JSON'],
    ['whose envelope breaks off', structured('{"id":'), 'not a CloudEvent in JSON'],
    ['whose envelope is no object', structured('null'), 'not a CloudEvent in JSON'],
    ['whose envelope has a number as its id', structured({ ...attributes, id: 1, data: {} }), 'not a CloudEvent 1.0'],
    ['whose envelope has no data', structured(attributes), 'its data is not JSON'],
    ['in a batch', structured([attributes], 'application/cloudevents-batch+json'), 'not a CloudEvent 1.0'],
  ])('%s is unreadable', (_, raw, fault) => {
    expect(requested(raw)).toEqual({ fault: expect.stringContaining(fault) });
  });
});

describe('an event of ours', () => {
  const at = '2026-01-01T00:00:00.000Z';
  const data = { executionId: 'e', sandbox: 'dev', campaignId: 'c', campaignVersion: 1, acceptedAt: at };
  const topic = 'execution.ready.v1';

  it('is read as it was written, without more', () => {
    const written = encode({ topic, id: 'e', key: 'k', data, traceparent }, '/clarion/test', new Date(at));
    const read = decode(record(written.value, written.headers), events.executionReady, { topic, partition: 0 });
    expect(read).toEqual({
      id: 'e',
      source: '/clarion/test',
      key: 'k',
      data,
      traceparent,
      offset: '7',
      topic,
      partition: 0,
    });
  });

  it('has to fit its schema', () => {
    const raw = record('{"executionId":5}', { ...inHeaders({ type: topic }) });
    expect(decode(raw, events.executionReady, { topic, partition: 0 })).toEqual({
      fault: expect.stringContaining('does not fit the schema'),
    });
  });
});
