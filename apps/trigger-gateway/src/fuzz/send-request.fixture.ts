import type { HeldAnswer } from '@clarion/testing';
import { Agent, request as ask } from 'node:http';
import type { FuzzedRequest } from './fuzzed-request.fixture.js';

const agent = new Agent({ keepAlive: true, maxSockets: 8 });

/** Puts a request to a server at `origin`, byte by byte, and reads the answer. */
export function sendRequest(origin: string, { method, path, headers, body }: FuzzedRequest): Promise<HeldAnswer> {
  const { hostname, port } = new URL(origin);
  const length = body && { 'content-length': String(body.length) };
  return new Promise((resolve, reject) => {
    const sent = ask({ agent, hostname, port, method, path, headers: { ...headers, ...length }, timeout: 10_000 });
    sent.once('timeout', () => sent.destroy(new Error('no answer within 10 s')));
    sent.once('error', reject);
    sent.once('response', (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.once('error', reject);
      response.once('end', () => {
        const text = Buffer.concat(chunks).toString();
        const isJson = /[/+]json\b/.test(response.headers['content-type'] ?? '');
        const answer = { method, path, status: response.statusCode ?? 0, headers: response.headers };
        resolve({ ...answer, body: isJson ? (JSON.parse(text) as unknown) : text });
      });
    });
    sent.end(body);
  });
}
