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
  private socket: Socket;

  private constructor(private readonly port: number) {
    this.socket = this.connected();
  }

  static async open(port: number): Promise<HttpConnection> {
    const connection = new HttpConnection(port);
    await once(connection.socket, 'connect');
    return connection;
  }

  /** @param answered is told the status of the answer, once it is whole */
  send(request: string, answered: (status: number) => void): void {
    this.answered = answered;
    // What nobody has used for long the server closes.
    if (this.socket.readableEnded) this.socket = this.connected();
    this.socket.write(request, 'latin1');
  }

  private connected(): Socket {
    const socket = connect({ port: this.port, host: '127.0.0.1', noDelay: true });
    socket.setEncoding('latin1').on('data', (text: string) => {
      this.take(text);
    });
    // One that is lost with a call on its way ends the process: without it the load is another.
    socket.once('end', () => {
      if (this.answered) throw new Error('The server has closed a connection that waits for an answer');
    });
    return socket;
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
    const { answered } = this;
    this.answered = undefined;
    answered?.(status);
  }
}
