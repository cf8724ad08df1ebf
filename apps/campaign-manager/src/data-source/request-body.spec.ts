import { describe, expect, it } from '@jest/globals';
import { requestBodyFault } from './request-body.js';

describe('the body of a request', () => {
  it.each(['{"a":1}', '[]', '7', '{"a":"{{context.a}}"}', '{{{context.body}}}'])('may be %s', (body) => {
    expect(requestBodyFault(body)).toBeUndefined();
  });

  it.each(['', 'a=1&b=2', '{"a":1', "{'a':1}"])('is JSON where it has no template, unlike %j', (body) => {
    expect(requestBodyFault(body)).toBe('must be JSON');
  });

  it('is a template', () => {
    expect(requestBodyFault('{{')).toMatch(/^is no template: /);
    expect(requestBodyFault('{{profile.a}}')).toMatch(/^reads profile.a/);
    expect(requestBodyFault(`"${'x'.repeat(262_144)}"`)).toMatch(/^must be a template of at most 262144 characters/);
  });
});
