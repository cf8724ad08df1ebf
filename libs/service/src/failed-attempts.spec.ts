import { describe, expect, it } from '@jest/globals';
import { FailedAttempts } from './failed-attempts.js';

const after = (failures: number, address = '192.0.2.1') => {
  const attempts = new FailedAttempts();
  for (let count = 0; count < failures; count += 1) attempts.note(address, 0);
  return attempts;
};
const asking = (attempts: FailedAttempts, address: string, now: number) => () => {
  attempts.requireFew(address, now);
};
const tooMany = (retryAfterSeconds: number): unknown =>
  expect.objectContaining({ status: 429, code: 'TooManyFailures', details: { retryAfterSeconds } });

describe('an address from which calls fail', () => {
  it('is refused after 60 of them, for as long as it says', () => {
    expect(asking(after(59), '192.0.2.1', 0)).not.toThrow();
    expect(asking(after(60), '192.0.2.1', 0)).toThrow(tooMany(1));
    expect(asking(after(60), '192.0.2.1', 999)).toThrow(tooMany(1));
    expect(asking(after(60), '192.0.2.1', 1_000)).not.toThrow();
  });

  it('may fail once a second after that', () => {
    const attempts = after(60);
    attempts.note('192.0.2.1', 1_000);
    expect(asking(attempts, '192.0.2.1', 1_000)).toThrow(tooMany(1));
    expect(asking(attempts, '192.0.2.1', 2_000)).not.toThrow();
  });

  it('is forgiven with time', () => {
    const attempts = after(60);
    attempts.note('192.0.2.1', 3_600_000);
    expect(asking(attempts, '192.0.2.1', 3_600_000)).not.toThrow();
  });

  it('is a network of IPv6, and no other address', () => {
    expect(asking(after(60, '2001:db8::1'), '2001:db8::2', 0)).toThrow(tooMany(1));
    expect(asking(after(60), '192.0.2.2', 0)).not.toThrow();
  });
});
