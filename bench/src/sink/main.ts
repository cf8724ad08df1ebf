import { createServer as createHttpServer } from 'node:http';
import { createServer, type Socket } from 'node:net';
import { now } from '../clock.js';
import { ArrivalBook } from './arrivals.js';
import { SmtpStream } from './smtp-stream.js';

/*
 * The mail server of the bench, in a process of its own: takes mails on SMTP_PORT, and tells on CONTROL_PORT what has
 * come. GET /counts, GET /tenths, GET /arrivals?first=0&count=1000, POST /empty.
 */
const host = '127.0.0.1';
const book = new ArrivalBook();

createServer({ noDelay: true }, serve).listen(Number(process.env.SMTP_PORT), host);

createHttpServer((request, response) => {
  const { pathname, searchParams } = new URL(request.url ?? '/', 'http://sink');
  const answer = (body: unknown) => response.setHeader('content-type', 'application/json').end(JSON.stringify(body));
  if (pathname === '/counts') return answer(book.read());
  if (pathname === '/tenths') return answer(book.readTenths());
  if (pathname === '/arrivals')
    return answer(book.of(Number(searchParams.get('first')), Number(searchParams.get('count'))));
  if (pathname === '/empty' && request.method === 'POST') {
    book.empty();
    return answer(true);
  }
  return response.writeHead(404).end();
}).listen(Number(process.env.CONTROL_PORT), host);

function serve(socket: Socket): void {
  let time = 0;
  const stream = new SmtpStream(book.listener(() => time));
  socket.write('220 bench\r\n');
  socket.on('data', (data) => {
    time = now();
    const replies = stream.take(data);
    if (replies === '') return;
    socket.write(replies);
    if (replies.endsWith('221 Bye\r\n')) socket.end();
  });
  socket.on('error', () => undefined); // whoever ends in mid-conversation hangs up without a word
}
