import type { Campaign } from '@clarion/contracts';
import { describe, expect, it } from '@jest/globals';
import type { Person } from './eligibility.js';
import { resolve } from './resolve.js';

const campaign: Campaign = {
  name: 'Password reset',
  category: 'transactional',
  channel: 'email',
  channelConfigurationId: 'cc1',
  identityNamespace: 'email',
  createNewProfiles: true,
  content: [
    { treatment: 'default', locale: 'en', subject: 's', html: 'h' },
    { treatment: 'default', locale: 'es', subject: 's', html: 'h' },
  ],
};
const ada: Person = {
  ordinal: 7,
  namespace: 'email',
  userId: 'ada@example.com',
  address: 'home@example.com',
  isSuppressed: false,
  profile: { attributes: { person: { name: { firstName: 'Ada', lastName: 'L' } }, note: 'x' }, language: 'es' },
  context: { link: 'https://x' },
};
const resolved = (
  changes: Partial<Person> = {},
  executionId = 'UMA-1',
  profilePaths = [['person', 'name', 'firstName']],
) => resolve(executionId, { ...ada, ...changes }, { campaign, profilePaths });
const idOf = (result: ReturnType<typeof resolved>) =>
  result.kind === 'delivery' ? result.delivery.deliveryId : result.end.deliveryId;

describe('a resolved person', () => {
  it('gets the message in the language of the profile, with only the attributes that the campaign uses', () => {
    expect(resolved()).toMatchObject({
      kind: 'delivery',
      delivery: {
        ordinal: 7,
        namespace: 'email',
        userId: 'ada@example.com',
        address: 'home@example.com',
        locale: 'es',
        context: { link: 'https://x' },
        profile: { person: { name: { firstName: 'Ada' } } },
      },
    });
    expect(JSON.stringify(resolved())).not.toMatch(/lastName|note/);
  });

  it('gets none, with the reason, when there is one', () => {
    expect(resolved({ address: undefined })).toMatchObject({
      kind: 'end',
      end: { ordinal: 7, userId: 'ada@example.com', state: 'excluded', reason: 'NoAddress' },
    });
  });

  it('fails where the message’s data is more than an event takes, and stops nobody else', () => {
    const attributes = { note: 'x'.repeat(800 * 1024) };
    const result = resolved({ profile: { attributes } }, 'UMA-1', [['note']]);
    expect(result).toMatchObject({ kind: 'end', end: { state: 'failed', reason: 'DeliveryTooLarge' } });
  });

  it('is the same delivery at every repetition, whatever became of it, and another one in another execution', () => {
    expect(idOf(resolved())).toBe(idOf(resolved()));
    expect(idOf(resolved({ isSuppressed: true }))).toBe(idOf(resolved()));
    expect(idOf(resolved({ address: 'work@example.com' }))).not.toBe(idOf(resolved()));
    expect(idOf(resolved({}, 'UMA-2'))).not.toBe(idOf(resolved()));
  });
});
