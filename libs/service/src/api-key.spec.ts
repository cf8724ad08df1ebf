import { scopes } from '@clarion/contracts';
import { describe, expect, it } from '@jest/globals';
import { isExpired, openingHashes, scopesOf } from './api-key.js';

const moment = '2026-11-26T12:00:00.000Z';
const at = Date.parse(moment);

describe('what a key may do', () => {
  it('is what it was given', () => {
    expect(scopesOf({ scopes: ['executions:write'] })).toEqual(['executions:write']);
    expect(scopesOf({ scopes: [] })).toEqual([]);
  });

  it('is everything where it is older than scopes', () => {
    expect(scopesOf({})).toEqual(Object.keys(scopes));
  });
});

describe('a key that expires', () => {
  it('counts up to its moment, and not from it on', () => {
    expect(isExpired({ expiresAt: moment }, at - 1)).toBe(false);
    expect(isExpired({ expiresAt: moment }, at)).toBe(true);
  });

  it('is only one that has a moment', () => {
    expect(isExpired({}, Number.MAX_SAFE_INTEGER)).toBe(false);
  });
});

describe('after a rotation', () => {
  const key = { secretHash: 'new', previous: { secretHash: 'old', until: moment } };

  it('both secrets open the key until the overlap ends', () => {
    expect(openingHashes(key, at - 1)).toEqual(['new', 'old']);
  });

  it('the new one alone does from then on', () => {
    expect(openingHashes(key, at)).toEqual(['new']);
  });

  it('there need not have been one', () => {
    expect(openingHashes({ secretHash: 'only' }, at)).toEqual(['only']);
  });
});
