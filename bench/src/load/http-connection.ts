import { once } from 'node:events';
import { connect, type Socket } from 'node:net';

const endOfHead = '\r\n\r\n';
const lengthHeader = 'content-length: ';

/**
 * One keep-alive connection that has one request on its way at a time (HTTP/1.1). It does only what a load needs, so
 * that the load costs less than what it is put on: answers are read for their status and their end, and bodies are
 * expected to say their length.
 */
export class HttpConnection {
  private unread = '';
  private answered: ((status: number) => void) | undefined;

  private constructor(private readonly socket: Socket) {
    socket.setEncoding('latin1').on('data', (text: string) => {
      this.take(text);
    });
    // A connection that is lost ends the process: without it the load is another.
    socket.once('end', () => {
      throw new Error('The server has closed a connection');
    });
  }

  static async open(port: number): Promise<HttpConnection> {
    const socket = connect({ port, host: '127.0.0.1', noDelay: true });
    await once(socket, 'connect');
    return new HttpConnection(socket);
  }

  /** @param answered is told the status of the answer, once it is whole */
  send(request: string, answered: (status: number) => void): void {
    this.answered = answered;
    this.socket.write(request, 'latin1');
  }

  private take(text: string): void {
    this.unread += text;
    const head = this.unread.indexOf(endOfHead);
    if (head < 0) return;
    const at = this.unread.indexOf(lengthHeader);
    if (at < 0 || at > head) throw new Error(`An answer does not say its length: ${this.unread.slice(0, head)}`);
    const length = Number.parseInt(this.unread.slice(at + lengthHeader.length, head), 10);
    const end = head + endOfHead.length + length;
    if (this.unread.length < end) return;
    const status = Number(this.unread.slice(9, 12));
    this.unread = this.unread.slice(end);
    this.answered?.(status);
  }
}
