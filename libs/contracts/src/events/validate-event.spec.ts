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
});
