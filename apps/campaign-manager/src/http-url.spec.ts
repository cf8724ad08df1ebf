import { describe, expect, it } from '@jest/globals';
import { isHttpUrl } from './http-url.js';

describe('the URL of a data source', () => {
  it.each(['https://api.example.com/weather?count=2', 'HTTP://127.0.0.1:4010/lineup', 'https://[::1]/'])(
    'may be %s',
    (url) => {
      expect(isHttpUrl(url)).toBe(true);
    },
  );

  it.each([
    '',
    'api.example.com',
    'ftp://api.example.com/',
    'javascript:alert(1)',
    'https://',
    'https:api.example.com',
    ' https://api.example.com',
    'https://api.example.com/a b',
    'https://user:secret@api.example.com/',
    'https://user@api.example.com/',
    'https://api.example.com/\n',
    `https://api.example.com/${'a'.repeat(2_000)}`,
    7,
  ])('is not %j', (url) => {
    expect(isHttpUrl(url)).toBe(false);
  });
});
