import { describe, expect, it } from '@jest/globals';
import { events } from './catalogue.js';
import { faultOf } from './validate-event.js';

const recipient = { type: 'aep', namespace: 'email', userId: 'ada@example.com' };
const ready = {
  executionId: 'UMA-1',
  sandbox: 'dev',
  campaignId: 'c1',
  campaignVersion: 1,
  acceptedAt: '2026-01-01T00:00:00.000Z',
  recipients: [recipient],
};

const { executionId, sandbox, campaignId, campaignVersion, acceptedAt: at } = ready;
const progressed = { executionId, sandbox, campaignId, campaignVersion, at };

describe('the data of an event', () => {
  it('fits its schema, also with members that are not known yet', () => {
    expect(faultOf(events.executionReady, { ...ready, addedLater: true })).toBeUndefined();
  });

  it.each([
    ['a missing member', { ...ready, sandbox: undefined }, "must have required property 'sandbox'"],
    ['no recipient', { ...ready, recipients: [] }, '/recipients must NOT have fewer than 1 items'],
    ['a date that is none', { ...ready, acceptedAt: 'yesterday' }, '/acceptedAt must match format "date-time"'],
    ['an id with NUL', { ...ready, executionId: 'a\0b' }, '/executionId must match pattern'],
    [
      'a number that no integer of Postgres holds',
      { ...ready, campaignVersion: 2 ** 31 },
      '/campaignVersion must be <=',
    ],
    ['no object', 'text', 'must be object'],
  ])('with %s is refused, with the pointer', (_, data, fault) => {
    expect(faultOf(events.executionReady, JSON.parse(JSON.stringify(data)))).toContain(fault);
  });

  it.each([
    ['is for an audience', events.executionAccepted, { ...ready, recipients: undefined, context: { a: 1 } }],
    ['has its snapshots', events.executionReady, { ...ready, snapshots: { lineup: '7' } }],
    ['was planned', events.executionProgressed, { ...progressed, state: 'planned', targeted: 0 }],
    [
      'is suspended',
      events.executionProgressed,
      { ...progressed, state: 'suspended', suspension: 1, reason: 'X', detail: 'Because.' },
    ],
    ['is resumed', events.executionProgressed, { ...progressed, state: 'resumed', suspension: 1 }],
    ['has failed', events.executionProgressed, { ...progressed, state: 'failed', reason: 'X', detail: 'Because.' }],
  ])('of an execution that %s fits its schema', (_, event, data) => {
    expect(faultOf(event, JSON.parse(JSON.stringify(data)))).toBeUndefined();
  });

  it.each([
    ['planned without how many', { ...progressed, state: 'planned' }],
    ['suspended without a reason', { ...progressed, state: 'suspended', suspension: 1, detail: 'Because.' }],
    ['resumed without its suspension', { ...progressed, state: 'resumed' }],
    ['failed without a reason', { ...progressed, state: 'failed', detail: 'Because.' }],
    ['in a state that there is not', { ...progressed, state: 'lost', targeted: 1 }],
  ])('of an execution that is %s does not', (_, data) => {
    expect(faultOf(events.executionProgressed, data)).toBeDefined();
  });
});
