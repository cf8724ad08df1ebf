import type { Category, SmtpProvider } from '@clarion/contracts';
import { connect, type Socket } from 'node:net';
import { createTransport, type Transporter } from 'nodemailer';
import type { Handover, MailProvider } from './mail-provider.js';
import type { Mail } from './render-mail.js';

/** Of each category. */
const connectionsPerServer = 4;
const connectTimeoutMs = 5_000;

/** SMTP over a few connections per mail server and category that stay open: a blast occupies none of a password reset. */
export class SmtpMailProvider implements MailProvider {
  private readonly transports = new Map<string, Transporter>();

  async send(mail: Mail, provider: SmtpProvider, category: Category): Promise<Handover> {
    try {
      await this.transportOf(provider, category).sendMail({ ...mail, text: mail.text ?? '' });
      return { kind: 'accepted' };
    } catch (error) {
      return handoverOf(error);
    }
  }

  close(): void {
    for (const transport of this.transports.values()) transport.close();
  }

  private transportOf({ host, port }: SmtpProvider, category: Category): Transporter {
    const key = `${category}:${host}:${port}`;
    const transport = this.transports.get(key) ?? pooled(host, port);
    this.transports.set(key, transport);
    return transport;
  }
}

function pooled(host: string, port: number): Transporter {
  return createTransport({
    pool: true,
    host,
    port,
    maxConnections: connectionsPerServer,
    maxMessages: Infinity,
    greetingTimeout: 5_000,
    socketTimeout: 30_000,
    disableFileAccess: true,
    disableUrlAccess: true,
    getSocket: (_, done) => {
      openSocket(host, port, done);
    },
  });
}

/**
 * A socket that sends at once: nodemailer ends a message in a write of its own, which Nagle's algorithm would hold back
 * until the server's delayed acknowledgement, 40 ms later.
 */
function openSocket(
  host: string,
  port: number,
  done: (error: Error | null, options?: { connection: Socket }) => void,
): void {
  const socket = connect({ host, port, noDelay: true, timeout: connectTimeoutMs });
  const onFailure = (error: Error) => {
    socket.destroy();
    done(error);
  };
  const onTimeout = () => {
    onFailure(new Error(`No connection to ${host}:${port} within ${connectTimeoutMs} ms`));
  };
  socket.once('error', onFailure);
  socket.once('timeout', onTimeout);
  socket.once('connect', () => {
    socket.off('error', onFailure).off('timeout', onTimeout).setTimeout(0);
    done(null, { connection: socket });
  });
}

/** RFC 5321 §4.2.1: 5yz is final, 4yz and a lost connection are not. */
function handoverOf(error: unknown): Handover {
  const { responseCode, message } = error as { responseCode?: number; message: string };
  const isFinal = responseCode !== undefined && responseCode >= 500;
  return { kind: isFinal ? 'rejected' : 'retryable', detail: message };
}
