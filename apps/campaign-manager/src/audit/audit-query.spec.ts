import { describe, expect, it } from '@jest/globals';
import { auditQueryOf } from './audit-query.js';

describe('what is asked of the audit log', () => {
  it('may be everything', () => {
    expect(auditQueryOf({})).toEqual({ limit: 50 });
  });

  it('may be less than everything, for a list that is of something', () => {
    expect(auditQueryOf({ limit: '7' }, ['limit', 'after'])).toEqual({ limit: 7 });
    expect(() => auditQueryOf({ actor: 'ck_1' }, ['limit', 'after'])).toThrow('there are limit, after');
  });

  it('may be narrowed in every way at once', () => {
    const given = { kind: 'campaign', id: 'c1', actor: 'ck_1', after: '17' };
    const from = '2026-11-26T00:00:00Z';
    const to = '2026-11-27T00:00:00+01:00';
    expect(auditQueryOf({ ...given, action: 'changed', from, to, limit: '200' })).toEqual({
      ...given,
      actions: ['changed'],
      from: new Date(from),
      to: new Date(to),
      limit: 200,
    });
  });

  it.each([
    ['action', 'touched', 'action must be one of'],
    ['from', 'yesterday', 'from must be one moment'],
    ['to', ['2026-11-26T00:00:00Z', '2026-11-27T00:00:00Z'], 'to must be one moment'],
    ['kind', ['campaign', 'audience'], 'kind must be one text'],
    ['id', 'a\u0000', 'id must be one text'],
    ['actor', 'x'.repeat(321), 'actor must be one text'],
    ['after', '-1', 'after must be'],
    ['after', '1e3', 'after must be'],
    ['limit', '0', 'limit must be'],
    ['limit', '201', 'limit must be'],
    ['limit', '', 'limit must be'],
    ['actors', 'ck_1', 'There is no parameter actors'],
  ])('is not to have %s=%j', (name, value, detail) => {
    expect(() => auditQueryOf({ [name]: value })).toThrow(
      expect.objectContaining({ status: 400, code: 'InvalidRequest', message: expect.stringContaining(detail) }),
    );
  });
});
