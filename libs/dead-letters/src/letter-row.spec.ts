import type { DeadLetter } from '@clarion/messaging';
import { describe, expect, it } from '@jest/globals';
import { letterOf, rowOf } from './letter-row.js';

const letter: DeadLetter = {
  group: 'g',
  place: { partition: 0, offset: '41' },
  origin: { topic: 't.v1', partition: 2, offset: '7', attempts: 3 },
  cause: { errorClass: 'reject', reason: 'not for anyone' },
  failedAt: new Date('2026-01-01T00:00:00.000Z'),
  key: 'k',
  value: Buffer.from('{"sandbox":"dev"}'),
  headers: { ce_id: 'e1', ce_type: 't.v1' },
};
const sandboxIn = (value: Buffer | string | null) =>
  rowOf({ ...letter, value: value === null ? null : Buffer.from(value) }).sandbox;

describe('the row of a dead letter', () => {
  it('names the event and its sandbox', () => {
    expect(rowOf(letter)).toMatchObject({ event_id: 'e1', event_type: 't.v1', sandbox: 'dev', state: 'open' });
  });

  it.each([
    ['there is no value', null],
    ['it is not JSON', '{'],
    ['it is not text', Buffer.from([0xff, 0xfe, 0])],
    ['it is null', 'null'],
    ['it names none', '{}'],
    ['it names something else', '{"sandbox":7}'],
  ])('has no sandbox where the data does not tell: %s', (_, value) => {
    expect(sandboxIn(value)).toBeNull();
  });

  it('names the sandbox that its event is of, whatever its data says', () => {
    const headers = { ...letter.headers, ce_sandbox: 'prod' };
    expect(rowOf({ ...letter, headers })).toMatchObject({ sandbox: 'prod' });
  });

  it('has only texts that Postgres takes', () => {
    const row = rowOf({ ...letter, headers: { ce_id: 'a\0b' }, cause: { errorClass: 'E', reason: '\ud800' } });
    expect(row).toMatchObject({ event_id: 'a\u{fffd}b', event_type: '', reason: '\u{fffd}' });
    expect(sandboxIn('{"sandbox":"\\u0000\\udfff"}')).toBe('\u{fffd}\u{fffd}');
  });

  it('gives the letter back as it was, for a replay', () => {
    const strange = { ...letter, key: 'a\0ü', value: Buffer.from([0xff, 0]), headers: { ce_id: 'a\0b' } };
    const { group, origin, key, value, headers } = strange;
    const row = rowOf(strange);
    expect(letterOf({ ...row, headers: JSON.parse(row.headers) as Record<string, string> })).toEqual({
      group,
      origin,
      key,
      value,
      headers,
    });
  });
});
