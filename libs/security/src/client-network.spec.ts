import { describe, expect, it } from '@jest/globals';
import { clientNetworkOf } from './client-network.js';

describe('a client', () => {
  it('is an IPv4 address, in whichever form it comes', () => {
    expect(clientNetworkOf('192.0.2.1')).toBe('192.0.2.1');
    expect(clientNetworkOf('::ffff:192.0.2.1')).toBe('192.0.2.1');
    expect(clientNetworkOf('192.0.2.2')).not.toBe(clientNetworkOf('192.0.2.1'));
  });

  it('is a /64 of IPv6', () => {
    expect(clientNetworkOf('2001:db8::1')).toBe(clientNetworkOf('2001:db8:0:0:ffff::2'));
    expect(clientNetworkOf('2001:db8::1')).not.toBe(clientNetworkOf('2001:db8:0:1::1'));
  });

  it('is whatever else is said of it', () => {
    expect(clientNetworkOf('unknown')).toBe('unknown');
  });
});
