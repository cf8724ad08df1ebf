import { describe, expect, it } from '@jest/globals';
import { requestUrlFault } from './request-url.js';

describe('the URL of a request', () => {
  it.each([
    'https://api.example.com/weather?count=2',
    'https://api.example.com',
    'HTTP://127.0.0.1:4010/lineup',
    'https://api.example.com/{{params.path}}',
    'https://api.example.com?city={{context.city}}',
    'https://api.example.com:8443/{{#if context.a}}a{{else}}b{{/if}}/x',
    'https://api.example.com/#{{context.a}}',
  ])('may be %s', (url) => {
    expect(requestUrlFault(url)).toBeUndefined();
  });

  it.each([
    'https://{{context.host}}/',
    'https://api.{{context.host}}/',
    'https://api.example.com{{context.path}}',
    'https://api.example.com:{{params.port}}/',
    '{{context.scheme}}://api.example.com/',
    'https://{{context.user}}@api.example.com/',
    '{{! a comment }}https://api.example.com/',
    '{{context.url}}',
  ])('has its scheme and its host as they are, unlike %s', (url) => {
    expect(requestUrlFault(url)).toBe(
      'must begin with its scheme and its host as they are, without a template in them',
    );
  });

  it.each([
    '',
    7,
    undefined,
    'api.example.com',
    'ftp://api.example.com/{{context.a}}',
    'https://user:s3cret@api.example.com/{{context.a}}',
    'https://api.example.com\\@evil.example.com/{{context.a}}',
    'https://api.example.com/a b',
    'https://[x]/{{context.a}}',
    `https://api.example.com/${'a'.repeat(2_000)}`,
  ])('is not %j', (url) => {
    expect(requestUrlFault(url)).toBe('must be an https or http URL of at most 2000 characters, without credentials');
  });

  it('is a template that parses, else it says where not', () => {
    expect(requestUrlFault('https://api.example.com/{{#if context.a}}')).toBe(
      'is no template: The template ends too early (line and column 1:41)',
    );
    expect(requestUrlFault('https://{{context.')).toMatch(/^is no template: .* \(line and column 1:\d+\)$/);
  });
});
