import { describe, expect, it } from '@jest/globals';
import { ApiContract, type HeldAnswer } from './api-contract.js';

const problem = { type: 'object', required: ['code'], properties: { code: { type: 'string' } } };

const contract = new ApiContract({
  openapi: '3.1.0',
  paths: {
    '/v1/things/{id}': {
      get: {
        responses: {
          200: {
            headers: { ETag: { required: true } },
            content: { 'application/json': { schema: { $ref: '#/components/schemas/Thing' } } },
          },
          204: {},
          404: { $ref: '#/components/responses/404.ThingNotFound' },
        },
      },
    },
    '/v1/things/all': { get: { responses: { 204: {} } } },
    '/v1/pages/{path}': { get: { responses: { 204: {} } } },
  },
  components: {
    schemas: { Thing: { type: 'object', required: ['id'], properties: { id: { type: 'string' } } }, Problem: problem },
    responses: {
      '404.ThingNotFound': {
        content: {
          'application/problem+json': {
            schema: { $ref: '#/components/schemas/Problem', properties: { code: { enum: ['ThingNotFound'] } } },
          },
        },
      },
    },
  },
});

const thing: HeldAnswer = {
  method: 'GET',
  path: '/v1/things/t1?limit=2',
  status: 200,
  headers: { etag: '"1"', 'content-type': 'application/json; charset=utf-8' },
  body: { id: 't1' },
};
const refused = (code: string): HeldAnswer => ({
  ...thing,
  status: 404,
  headers: { 'content-type': 'application/problem+json' },
  body: { code },
});

describe('an API’s contract', () => {
  it('holds what the document says', () => {
    contract.hold(thing);
    contract.hold(refused('ThingNotFound'));
    contract.hold({ ...thing, status: 204, headers: {}, body: '' });
    contract.hold({ ...thing, path: '/v1/things/all', status: 204, headers: {}, body: undefined });
  });

  it.each(['', 'a/b', 'x'.repeat(1_000)])('holds what is found by a wildcard: %j', (path) => {
    contract.hold({ ...thing, path: `/v1/pages/${path}`, status: 204, headers: {}, body: undefined });
  });

  it('holds that there is nothing where the document has nothing', () => {
    contract.hold({ ...refused('RouteNotFound'), path: '/v1/nothing' });
    contract.hold({ ...refused('RouteNotFound'), method: 'PATCH' });
    contract.hold({ ...refused('RouteNotFound'), path: '/v1/things/%zz' });
    contract.hold({ ...refused('RouteNotFound'), path: `/v1/things/${'x'.repeat(101)}` });
  });

  it.each<[string, HeldAnswer]>([
    ['there is no such route', { ...thing, path: '/v1/nothing' }],
    ['there is no such status', { ...thing, status: 202 }],
    ['there is no such status', { ...thing, path: '/v1/things/all' }],
    ['without the header ETag', { ...thing, headers: { 'content-type': 'application/json' } }],
    ['its type is text/html', { ...thing, headers: { ...thing.headers, 'content-type': 'text/html' } }],
    ['it has a body', { ...thing, status: 204 }],
    ['/id must be string', { ...thing, body: { id: 7 } }],
    ['must have required property', { ...thing, body: {} }],
    ['"unevaluatedProperty":"more"', { ...thing, body: { id: 't1', more: 1 } }],
    ['/code must be equal to one of the allowed values', refused('Other')],
  ])('refuses that %s', (fault, answer) => {
    expect(() => {
      contract.hold(answer);
    }).toThrow(fault);
  });
});
