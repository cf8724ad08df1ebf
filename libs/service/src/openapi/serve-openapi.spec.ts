import { describe, expect, it } from '@jest/globals';
import { fastify as createFastify } from 'fastify';
import { serveOpenApi } from './serve-openapi.js';

function served(document: object) {
  const fastify = createFastify();
  serveOpenApi(fastify, document);
  return (url: string) => fastify.inject({ method: 'GET', url });
}

describe('the pages of an API', () => {
  it('give the document', async () => {
    const answer = await served({ openapi: '3.1.0' })('/openapi.json');
    expect(answer.headers['content-type']).toBe('application/json; charset=utf-8');
    expect(answer.json()).toEqual({ openapi: '3.1.0' });
  });

  it('load nothing but what is served here, as their policy demands', async () => {
    const get = served({});
    const page = await get('/docs');
    expect(page.headers['content-security-policy']).toContain(
      "default-src 'none'; script-src 'self'; style-src 'self'",
    );
    const loaded = [...page.body.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, path]) => path);
    expect(loaded).toHaveLength(3);
    for (const path of loaded) expect((await get(`/${String(path)}`)).statusCode).toBe(200);
    expect(page.body).not.toMatch(/<script>|style=|https?:/);
  });
});
