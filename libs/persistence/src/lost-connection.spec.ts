import { describe, expect, it } from '@jest/globals';
import { isConnectionLost } from './lost-connection.js';

const withCode = (code: string) => Object.assign(new Error('x'), { code });

describe('a lost connection', () => {
  it.each(['ECONNREFUSED', 'ECONNRESET', '57P01', '57P03', '08006', '53300', '28P01', '3D000'])(
    'is recognised by %s',
    (code) => {
      expect(isConnectionLost(withCode(code))).toBe(true);
    },
  );

  it.each(['Connection terminated unexpectedly', 'Client was closed and is not queryable'])(
    'is recognised where pg gives only a message: %s',
    (message) => {
      expect(isConnectionLost(new Error(message))).toBe(true);
    },
  );

  it.each(['23505', '42P01', '22P02', '40001'])('is not seen in %s, which speaks of the statement', (code) => {
    expect(isConnectionLost(withCode(code))).toBe(false);
  });
});
