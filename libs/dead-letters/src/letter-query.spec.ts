import { describe, expect, it } from '@jest/globals';
import { letterQueryOf } from './letter-query.js';
import { selectionOf } from './letter-selection.js';

const id = '0197748d-9c00-7000-8000-0029c3a1b2c4';

describe('the query of a list of dead letters', () => {
  it('names what it wants, 100 letters unless told', () => {
    expect(letterQueryOf({})).toEqual({ limit: 100 });
    const query = { group: 'g', topic: 't', errorClass: 'E', sandbox: 'dev', state: 'open', after: id };
    expect(letterQueryOf({ ...query, limit: '7' })).toEqual({ ...query, limit: 7 });
  });

  it.each([
    [{ limit: '0' }, /^limit/],
    [{ limit: '1001' }, /^limit/],
    [{ state: 'lost' }, /^state/],
    [{ after: '7' }, /^after/],
    [{ topic: ['a', 'b'] }, /^topic/],
    [{ group: 'a\0' }, /^group/],
  ])('is refused when it cannot be understood: %j', (query, fault) => {
    expect(letterQueryOf(query)).toEqual({ fault: expect.stringMatching(fault) });
  });
});

describe('the selection of dead letters', () => {
  it.each([{ ids: [id] }, { match: {} }, { match: { topic: 't', errorClass: 'E', group: 'g' }, sandbox: 'dev' }])(
    'is of ids, or of what matches: %j',
    (body) => {
      expect(selectionOf(body)).toEqual(body);
    },
  );

  it.each([
    [undefined, ''],
    [[], ''],
    [{}, ''],
    [{ ids: [id], match: {} }, ''],
    [{ ids: [] }, '/ids'],
    [{ ids: [id, 'x'] }, '/ids/1'],
    [{ ids: Array.from({ length: 1_001 }, () => id) }, '/ids'],
    [{ match: null }, '/match'],
    [{ match: { topic: 7 } }, '/match/topic'],
    [{ match: { topics: 'a typo must not replay all' } }, '/match/topics'],
    [{ match: {}, sandbox: 'a\0' }, '/sandbox'],
    [{ match: {}, all: true }, '/all'],
  ])('is refused when it cannot be understood: %#', (body, pointer) => {
    expect(selectionOf(body)).toMatchObject({ errors: [{ pointer }] });
  });
});
