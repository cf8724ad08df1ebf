import { createServer, type AddressInfo, type Socket } from 'node:net';
import type { Arrival } from './compare.js';
import type { Journal } from './journal.js';
import { SmtpSession, type MailBehaviour, type ReceivedMail } from './smtp-session.js';

/** A mail server that keeps an account of what has arrived, and misbehaves when told. */
export class MailSink {
  readonly port: number;
  /** When the last mail came, by `performance.now()`. */
  lastAt = performance.now();
  /** How often a connection was dropped, or left hanging, after a mail had come whole. */
  leftInDoubt = 0;
  private behaviour: MailBehaviour = 'accept';
  /** Answers that wait for the end of a hang. */
  private held: (() => void)[] = [];
  private readonly sockets = new Set<Socket>();
  private served = 0;

  private constructor(
    private readonly server: ReturnType<typeof createServer>,
    private readonly arrivals: Journal<Arrival & { at: string }>,
  ) {
    this.port = (server.address() as AddressInfo).port;
    server.on('connection', (socket) => {
      this.serve(socket);
    });
  }

  /** @param arrivals takes every mail that came whole, once for each of its recipients */
  static async start(arrivals: Journal<Arrival & { at: string }>): Promise<MailSink> {
    const server = createServer({ noDelay: true });
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(0, '127.0.0.1', resolve);
    });
    return new MailSink(server, arrivals);
  }

  /** Behaves like this from now on. Whoever was left hanging is answered once it hangs no more. */
  behave(behaviour: MailBehaviour): void {
    this.behaviour = behaviour;
    if (behaviour === 'hang') return;
    for (const answer of this.held.splice(0)) answer();
  }

  stop(): void {
    this.server.close();
    for (const socket of this.sockets) socket.destroy();
  }

  /** Every second connection may send commands in groups. */
  private serve(socket: Socket): void {
    this.served += 1;
    this.sockets.add(socket);
    socket.once('close', () => this.sockets.delete(socket));
    socket.on('error', () => undefined); // whoever is killed hangs up without a word
    const reply = (line: string) => {
      const answer = () => {
        if (socket.writable) socket.write(`${line}\r\n`);
      };
      if (this.behaviour === 'hang') this.held.push(answer);
      else answer();
    };
    const session = new SmtpSession(
      {
        reply,
        hangUp: () => {
          socket.destroySoon();
        },
      },
      () => this.behaviour,
      (mail) => {
        this.record(mail);
      },
      this.served % 2 === 0,
    );
    socket.setEncoding('latin1').on('data', (text: string) => {
      session.take(text);
    });
    reply('220 chaos');
  }

  private record({ recipients, headers }: ReceivedMail): void {
    this.lastAt = performance.now();
    if (this.behaviour === 'drop' || this.behaviour === 'hang') this.leftInDoubt += 1;
    const executionId = headers.get('x-clarion-execution-id') ?? '';
    const deliveryId = headers.get('x-clarion-delivery-id') ?? '';
    for (const address of recipients) {
      this.arrivals.add({ executionId, deliveryId, address, at: new Date().toISOString() });
    }
  }
}
