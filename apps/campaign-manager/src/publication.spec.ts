import { events, faultOf } from '@clarion/contracts';
import { describe, expect, it } from '@jest/globals';
import { endOf, eventsOf, isTooLarge, publicationOf } from './publication.js';

const traceparent = '00-11111111111111111111111111111111-2222222222222222-01';
const key = { kind: 'api-key' as const, sandbox: 'dev', id: 'key-1' };
const body = { name: 'Shop', secretHash: 'ab12' };

describe('a publication', () => {
  it('makes the first version live at the first revision', () => {
    expect(publicationOf({ ...key, revision: 0 }, 0, body)).toEqual({
      published: { ...key, version: 1, body },
      activated: { ...key, version: 1, revision: 1, state: 'live' },
    });
  });

  it('counts versions and revisions apart, for a version may exist without having been live', () => {
    const { published, activated } = publicationOf({ ...key, revision: 2 }, 7, body);
    expect(published.version).toBe(8);
    expect(activated).toMatchObject({ version: 8, revision: 3 });
  });

  it('owes the version first and its activation second, each with the key and the id it always has', () => {
    const publication = publicationOf({ ...key, revision: 2 }, 7, body);
    expect(eventsOf(publication, traceparent)).toEqual([
      {
        topic: 'definition.published.v1',
        id: 'api-key:key-1:8',
        key: 'api-key:dev:key-1:8',
        data: publication.published,
        traceparent,
      },
      {
        topic: 'definition.activated.v1',
        id: 'api-key:key-1:r3',
        key: 'api-key:dev:key-1',
        data: publication.activated,
        traceparent,
      },
    ]);
  });

  it('owes that it has ended, with the version that counted', () => {
    const end = endOf({ ...key, revision: 3, isRunningCancelled: false }, 2, 'revoked');
    expect(eventsOf(end, traceparent)).toMatchObject([
      { topic: 'definition.activated.v1', id: 'api-key:key-1:r4', data: { version: 2, revision: 4, state: 'revoked' } },
    ]);
    expect(faultOf(events.definitionActivated, end.activated)).toBeUndefined();
  });

  it('says what becomes of running executions, and says it again at the end after that', () => {
    const campaign = { kind: 'campaign' as const, sandbox: 'dev', id: 'c1', revision: 3, isRunningCancelled: false };
    expect(endOf(campaign, 2, 'stopped').activated).not.toHaveProperty('cancelRunning');
    const stopped = endOf(campaign, 2, 'stopped', true).activated;
    expect(stopped).toMatchObject({ state: 'stopped', cancelRunning: true });
    expect(faultOf(events.definitionActivated, stopped)).toBeUndefined();
    const archived = endOf({ ...campaign, isRunningCancelled: true }, 2, 'archived').activated;
    expect(archived).toMatchObject({ state: 'archived', cancelRunning: true });
  });

  it('is too large above 4 MB of JSON', () => {
    const bytes = 4 * 1024 * 1024 - JSON.stringify({ ...body, name: '' }).length;
    const named = (name: string) => publicationOf({ ...key, revision: 0 }, 0, { ...body, name });
    expect(isTooLarge(named('x'.repeat(bytes)))).toBe(false);
    expect(isTooLarge(named('x'.repeat(bytes - 1) + 'é'))).toBe(true);
  });

  it('fits the schemas of its events', () => {
    const { published, activated } = publicationOf({ ...key, revision: 0 }, 0, body);
    expect(faultOf(events.definitionPublished, published)).toBeUndefined();
    expect(faultOf(events.definitionActivated, activated)).toBeUndefined();
  });
});
