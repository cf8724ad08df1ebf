import { describe, expect, it } from '@jest/globals';
import { requestFaults } from './request-faults.js';
import type { DataSourceRequestBody } from './request.body.js';

const asked: DataSourceRequestBody = { url: 'https://api.example.com/weather' };
const header = (name: string) => ({ name, value: 'x' });
const pointersIn = (changed: Partial<DataSourceRequestBody>) =>
  requestFaults({ ...asked, ...changed }).map(({ pointer }) => pointer);

describe('a request whose parts go together', () => {
  it.each<Partial<DataSourceRequestBody>>([
    {},
    { method: 'GET' },
    { body: '{}' },
    { method: 'DELETE', body: '{}' },
    { headers: [header('x-a'), header('x-b')], auth: { kind: 'header', name: 'x-api-key', value: 's' } },
    { headers: [header('authorization')], auth: { kind: 'hmac', header: 'x-signature', secret: 's' } },
  ])('has no fault: %j', (changed) => {
    expect(pointersIn(changed)).toEqual([]);
  });

  it('has no body where it is a GET', () => {
    expect(pointersIn({ method: 'GET', body: '{}' })).toEqual(['/body']);
  });

  it('has each header once, in whatever letters', () => {
    expect(requestFaults({ ...asked, headers: [header('x-a'), header('X-A')] })).toEqual([
      { pointer: '/headers/1/name', detail: 'name is that of /request/headers/0' },
    ]);
  });

  it.each<[string, NonNullable<DataSourceRequestBody['auth']>]>([
    ['X-Api-Key', { kind: 'header', name: 'x-api-key', value: 's' }],
    ['x-signature', { kind: 'hmac', header: 'X-Signature', secret: 's' }],
    ['Authorization', { kind: 'basic', username: 'u', password: 's' }],
    ['authorization', { kind: 'oauth2', tokenUrl: 'https://a.example', clientId: 'c', clientSecret: 's' }],
  ])('leaves the header %s to what proves who asks', (name, auth) => {
    expect(pointersIn({ headers: [header('x-a'), header(name)], auth })).toEqual(['/headers/1/name']);
  });
});
