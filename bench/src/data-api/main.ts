import { createServer } from 'node:http';
import { offersAnswer } from './offers.js';

/*
 * The data API of the bench, in a process of its own. GET /offers?rows=1000 answers so many, and is counted by its
 * `Idempotency-Key`; GET /calls tells how often each key has come.
 */
const answers = new Map<number, Buffer>();
const calls = new Map<string, number>();

createServer((request, response) => {
  const { pathname, searchParams } = new URL(request.url ?? '/', 'http://data-api');
  const answer = (body: Buffer | string) => response.setHeader('content-type', 'application/json').end(body);
  if (pathname === '/calls') return answer(JSON.stringify(Object.fromEntries(calls)));
  if (pathname !== '/offers') return response.writeHead(404).end();
  const key = request.headers['idempotency-key']?.toString();
  if (key !== undefined) calls.set(key, (calls.get(key) ?? 0) + 1);
  return answer(answerOf(Number(searchParams.get('rows'))));
}).listen(Number(process.env.PORT), '127.0.0.1');

/** Made once, so that answering costs next to nothing. */
function answerOf(rows: number): Buffer {
  const made = answers.get(rows) ?? Buffer.from(offersAnswer(rows));
  answers.set(rows, made);
  return made;
}
