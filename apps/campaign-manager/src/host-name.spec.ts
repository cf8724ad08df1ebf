import { describe, expect, it } from '@jest/globals';
import { isHostName } from './host-name.js';

describe('a host name', () => {
  it.each(['localhost', 'smtp.example.com', 'mail_relay', '127.0.0.1', '::1', 'example.com.'])('may be %s', (host) => {
    expect(isHostName(host)).toBe(true);
  });

  it.each(['', 'smtp example', 'smtp://mail', 'mail:25', '-mail', 'mail..example', 'a/b', 'a'.repeat(64)])(
    'is not %j',
    (host) => {
      expect(isHostName(host)).toBe(false);
    },
  );
});
