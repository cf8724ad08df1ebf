import { describe, expect, it } from '@jest/globals';
import { hostPortOf } from './host-port.js';

describe('where a URL leads to', () => {
  it.each([
    ['https://api.example.com/weather?x=1', 'api.example.com:443'],
    ['https://API.example.com:443', 'api.example.com:443'],
    ['https://api.example.com:8443/', 'api.example.com:8443'],
    ['http://127.0.0.1/', '127.0.0.1:80'],
    ['http://playground:4010/lineup', 'playground:4010'],
    ['https://[::1]/', '[::1]:443'],
  ])('%s: to %s', (url, host) => {
    expect(hostPortOf(url)).toBe(host);
  });
});
