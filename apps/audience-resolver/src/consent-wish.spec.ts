import { events } from '@clarion/contracts';
import type { ReceivedEvent } from '@clarion/messaging';
import { describe, expect, it } from '@jest/globals';
import { engagement } from './engagement-example.js';
import { latestOf, wishOf } from './consent-wish.js';

type Tracked = ReceivedEvent<typeof events.engagementTracked>;
const of = (changes: Partial<Tracked['data']>) => wishOf(engagement(changes));

describe('the wish that an engagement tells', () => {
  it('is for marketing or against it, on its channel', () => {
    const { traceparent } = engagement({});
    const person = { sandbox: 'dev', namespace: 'crmId', userId: 'ada', channel: 'email', traceparent };
    const at = new Date('2026-01-01T00:00:00.000Z');
    expect(of({ kind: 'unsubscribed' })).toEqual({ ...person, at, consents: false });
    expect(of({ kind: 'resubscribed' })).toEqual({ ...person, at, consents: true });
  });

  it.each([
    [{ at: '2026-01-01T23:59:60Z' }, 'at is no time'],
    [{ userId: '\ud800' }, 'it names nobody who can be stored'],
    [{ namespace: '\udfff' }, 'it names nobody who can be stored'],
  ])('is not kept from %j', (changes, why) => {
    expect(of(changes)).toBe(why);
  });
});

describe('of several wishes', () => {
  const wish = (profileId: string, channel: string, hour: number) => ({
    profileId,
    channel,
    at: new Date(Date.UTC(2026, 0, 1, hour)),
  });

  it('the latest counts, in whatever order they come, for each person and channel', () => {
    const wishes = [
      wish('p1', 'email', 1),
      wish('p1', 'email', 3),
      wish('p1', 'email', 2),
      wish('p1', 'sms', 1),
      wish('p2', 'email', 2),
    ];
    const expected = [wish('p1', 'email', 3), wish('p1', 'sms', 1), wish('p2', 'email', 2)];
    expect(latestOf(wishes)).toEqual(expected);
    expect(latestOf(wishes.toReversed())).toEqual(expect.arrayContaining(expected));
    expect(latestOf(wishes.toReversed())).toHaveLength(3);
  });
});
