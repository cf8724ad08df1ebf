import { describe, expect, it } from '@jest/globals';
import { createHash } from 'node:crypto';
import { changesBetween, mostChanges } from './changes.js';

const changes = (before: unknown, after: unknown) => changesBetween(before, after).changes;

describe('what was changed', () => {
  it('is nothing between what is the same', () => {
    const body = () => ({ name: 'a', tags: ['x'], none: null, empty: {}, list: [] });
    expect(changesBetween(body(), body())).toEqual({ changes: [], more: 0 });
  });

  it('is each member with its value before and after', () => {
    const before = { name: 'a', request: { method: 'GET', url: 'https://x' }, old: 1 };
    const after = { name: 'b', request: { method: 'GET', url: 'https://y' }, new: null };
    expect(changes(before, after)).toEqual([
      { pointer: '/name', before: 'a', after: 'b' },
      { pointer: '/request/url', before: 'https://x', after: 'https://y' },
      { pointer: '/old', before: 1 },
      { pointer: '/new', after: null },
    ]);
  });

  it('is all of what was added or removed', () => {
    const body = { name: 'a', schedule: { startAt: '2027' } };
    expect(changes(undefined, body)).toEqual([
      { pointer: '/name', after: 'a' },
      { pointer: '/schedule/startAt', after: '2027' },
    ]);
    expect(changes(body, undefined)).toEqual([
      { pointer: '/name', before: 'a' },
      { pointer: '/schedule/startAt', before: '2027' },
    ]);
  });

  it('goes by the place in a list', () => {
    expect(changes({ tags: ['a', 'b'] }, { tags: ['a', 'c', 'd'] })).toEqual([
      { pointer: '/tags/1', before: 'b', after: 'c' },
      { pointer: '/tags/2', after: 'd' },
    ]);
  });

  it('tells what is empty from what is not there', () => {
    expect(changes({ tags: ['a'], free: {} }, { tags: [] })).toEqual([
      { pointer: '/tags/0', before: 'a' },
      { pointer: '/free', before: {} },
      { pointer: '/tags', after: [] },
    ]);
  });

  it('has pointers that can be read (RFC 6901)', () => {
    expect(changes({ x: 0 }, { x: 0, 'a/b': { '~c': 1 } })).toEqual([{ pointer: '/a~1b/~0c', after: 1 }]);
  });

  it('is no more than can be read', () => {
    const many = Object.fromEntries(Array.from({ length: mostChanges + 5 }, (_, n) => [`m${n}`, n]));
    const { changes, more } = changesBetween(undefined, many);
    expect([changes.length, more]).toEqual([mostChanges, 5]);
  });
});

describe('what is shown of a change', () => {
  const sealed = (text: string, host = 'api.example.com:443') => ({ value: { sealed: text, host } });

  it('is nothing of a sealed secret, but that it is another', () => {
    expect(changes({ auth: sealed('v1.aaaa') }, { auth: sealed('v1.bbbb') })).toEqual([
      {
        pointer: '/auth/value',
        before: { isSet: true, host: 'api.example.com:443' },
        after: { isSet: true, host: 'api.example.com:443' },
      },
    ]);
    expect(changes({ auth: sealed('v1.aaaa') }, { auth: sealed('v1.aaaa') })).toEqual([]);
  });

  it('is nothing of the hashes of a key’s secrets', () => {
    const before = { secretHash: 'aa' };
    const after = { secretHash: 'bb', previous: { secretHash: 'aa', until: '2027-01-01T00:00:00.000Z' } };
    expect(changes(before, after)).toEqual([
      { pointer: '/secretHash', before: { isSet: true }, after: { isSet: true } },
      { pointer: '/previous/secretHash', after: { isSet: true } },
      { pointer: '/previous/until', after: '2027-01-01T00:00:00.000Z' },
    ]);
  });

  it('is the hash and the length of a long text', () => {
    const html = `<p>${'ä'.repeat(500)}</p>`;
    expect(changes({ html: 'short' }, { html })).toEqual([
      {
        pointer: '/html',
        before: 'short',
        after: { sha256: createHash('sha256').update(html).digest('hex'), length: html.length },
      },
    ]);
  });
});
