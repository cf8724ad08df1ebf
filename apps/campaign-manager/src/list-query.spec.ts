import { Problem } from '@clarion/service';
import { describe, expect, it } from '@jest/globals';
import { cursorOf, positionOf } from './list-position.js';
import { campaignParameters, commonParameters, listQueryOf } from './list-query.js';

const position = { createdAt: new Date('2026-05-01T08:00:00.123Z'), id: 'an id' };
const cursor = cursorOf(position);

describe('the query of a list', () => {
  it('asks for 100 of everything unless told', () => {
    expect(listQueryOf({}, commonParameters)).toEqual({ limit: 100 });
  });

  it('names a page, and what is wanted', () => {
    const query = {
      ...{
        limit: '7',
        after: cursor,
        name: 'Reset',
        text: 'pass',
        tag: 'Club',
        channel: 'email',
        category: 'marketing',
      },
      ...{ status: 'live,draft', createdFrom: '2026-05-01T08:00:00Z', createdTo: '2026-05-02T10:00:00+02:00' },
      ...{ updatedFrom: '2026-05-03T00:00:00Z', updatedTo: '2026-05-04T00:00:00Z' },
    };
    expect(listQueryOf(query, campaignParameters)).toEqual({
      ...{
        limit: 7,
        after: position,
        name: 'Reset',
        text: 'pass',
        tag: 'Club',
        channel: 'email',
        category: 'marketing',
      },
      ...{ status: ['draft', 'live'], createdFrom: new Date('2026-05-01T08:00:00Z') },
      ...{ createdTo: new Date('2026-05-02T08:00:00Z'), updatedFrom: new Date('2026-05-03T00:00:00Z') },
      updatedTo: new Date('2026-05-04T00:00:00Z'),
    });
  });

  it.each([
    ['limit', '0'],
    ['limit', '101'],
    ['limit', '1e1'],
    ['limit', ''],
    ['limit', ['1', '2']],
    ['after', 'x'],
    ['after', `${cursor}=`],
    ['name', ''],
    ['name', 'a\0'],
    ['name', ['a', 'b']],
    ['text', 'x'.repeat(201)],
    ['status', 'live,'],
    ['status', 'alive'],
    ['status', 'live,live'],
    ['channel', 'fax'],
    ['category', 'Marketing'],
    ['tag', ''],
    ['createdFrom', '2026-05-01'],
    ['updatedTo', 'now'],
    ['nmae', 'Reset'],
    ['constructor', 'x'],
  ])('is refused for %s=%j, which it names', (name, value) => {
    const refused = problemOf(() => listQueryOf({ [name]: value }, campaignParameters));
    expect(refused).toMatchObject({ status: 400, code: 'InvalidRequest' });
    expect(refused?.message).toContain(name);
  });

  it.each(['status', 'channel', 'category', 'tag'])('has %s for campaigns only', (name) => {
    expect(problemOf(() => listQueryOf({ [name]: 'live' }, commonParameters))?.message).toContain(
      `no parameter ${name}`,
    );
  });
});

describe('a cursor', () => {
  it.each([
    ' ',
    '2026-05-01T08:00:00.123Z',
    '2026-05-01T08:00:00.123Z ',
    'yesterday an-id',
    '2026-05-01T08:00:00.123Z a\0',
  ])('is not made of %j', (text) => {
    expect(positionOf(Buffer.from(text).toString('base64url'))).toBeUndefined();
  });
});

function problemOf(act: () => unknown): Problem | undefined {
  try {
    act();
    return undefined;
  } catch (error) {
    if (error instanceof Problem) return error;
    throw error;
  }
}
