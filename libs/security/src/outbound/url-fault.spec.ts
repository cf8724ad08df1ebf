import { describe, expect, it } from '@jest/globals';
import { urlFault } from './url-fault.js';

const nobody = new Set<string>();
const playground = new Set(['127.0.0.1:4010', 'localhost:4010', '[::1]:4010', 'data:80', 'data:443']);

describe('a URL that others have written', () => {
  it.each([
    'https://api.example.com/weather?units=metric',
    'https://api.example.com:443/weather',
    'HTTPS://API.EXAMPLE.COM',
    'https://localhost.example.com/',
  ])('may be called: %s', (url) => {
    expect(urlFault(url, nobody)).toBeUndefined();
  });

  it.each([
    ['http://api.example.com/', 'must be https'],
    ['ftp://api.example.com/', 'must be https'],
    ['file:///etc/passwd', 'must be https'],
    ['data:application/json,[]', 'must be https'],
    ['/weather', 'is none'],
    ['https://', 'is none'],
    ['https://localhost/', 'this machine'],
    ['https://LocalHost./', 'this machine'],
    ['https://api.localhost/', 'this machine'],
    ['https://10.0.0.1/', 'not an IP address'],
    ['https://127.1/', 'not an IP address'],
    ['https://2130706433/', 'not an IP address'],
    ['https://0x7f.0.0.1./', 'not an IP address'],
    ['https://[::1]/', 'not an IP address'],
    ['https://[::ffff:10.0.0.1]/', 'not an IP address'],
    ['https://api.example.com:8443/', '443'],
    ['https://user@api.example.com/', 'credentials'],
    ['https://:secret@api.example.com/', 'credentials'],
  ])('may not be called (B-33, B-54): %s', (url, fault) => {
    expect(urlFault(url, nobody)).toContain(fault);
  });

  it.each([
    'http://127.0.0.1:4010/weather',
    'https://127.0.0.1:4010/weather',
    'http://LOCALHOST:4010/weather',
    'http://[::1]:4010/weather',
    'http://data/weather',
    'https://data/weather',
  ])('may be called where its host and port are allowed for development: %s', (url) => {
    expect(urlFault(url, playground)).toBeUndefined();
  });

  it.each([
    ['http://127.0.0.1:4011/', 'must be https'],
    ['http://other:4010/', 'must be https'],
    ['http://user:secret@127.0.0.1:4010/', 'credentials'],
    ['ftp://127.0.0.1:4010/', 'must be https'],
  ])('may not be called beside what is allowed for development: %s', (url, fault) => {
    expect(urlFault(url, playground)).toContain(fault);
  });
});
