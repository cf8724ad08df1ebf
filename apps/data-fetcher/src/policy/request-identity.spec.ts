import { describe, expect, it } from '@jest/globals';
import type { RenderedRequest } from '../request/rendered-request.js';
import { requestIdentity } from './request-identity.js';

const mapping = { arrayPath: '/weather', columns: [] };
const sent: RenderedRequest = {
  method: 'POST',
  url: 'https://user:word@weather.example:8443/v1/now?key=s3cret#x',
  headers: { 'x-units': 'metric' },
  body: '{}',
};

describe('a request', () => {
  it('is shown without what may be secret', () => {
    expect(requestIdentity(sent, mapping).summary).toBe('POST weather.example:8443/v1/now');
  });

  it('is the same when the same is asked and read in the same way, and no other', () => {
    const hashOf = (changes: object, by: object = {}) =>
      requestIdentity({ ...sent, ...changes }, { ...mapping, ...by }).hash;
    expect(hashOf({})).toBe(hashOf({}));
    const others = [
      { method: 'PUT' },
      { url: 'https://weather.example/' },
      { body: '{"params":{}}' },
      { headers: {} },
    ].map((each) => hashOf(each));
    expect(new Set([hashOf({}), ...others, hashOf({}, { arrayPath: '' })]).size).toBe(6);
  });
});
