import type { SmtpProvider } from '@clarion/contracts';
import { createTransport, type Transporter } from 'nodemailer';
import type { Handover, MailProvider } from './mail-provider.js';
import type { Mail } from './render-mail.js';

const connectionsPerServer = 4;

/** SMTP over a few connections per mail server that stay open. */
export class SmtpMailProvider implements MailProvider {
  private readonly transports = new Map<string, Transporter>();

  async send(mail: Mail, provider: SmtpProvider): Promise<Handover> {
    try {
      await this.transportOf(provider).sendMail({ ...mail, text: mail.text ?? '' });
      return { kind: 'accepted' };
    } catch (error) {
      return handoverOf(error);
    }
  }

  close(): void {
    for (const transport of this.transports.values()) transport.close();
  }

  private transportOf({ host, port }: SmtpProvider): Transporter {
    const key = `${host}:${port}`;
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
    connectionTimeout: 5_000,
    greetingTimeout: 5_000,
    socketTimeout: 30_000,
    disableFileAccess: true,
    disableUrlAccess: true,
  });
}

/** RFC 5321 §4.2.1: 5yz is final, 4yz and a lost connection are not. */
function handoverOf(error: unknown): Handover {
  const { responseCode, message } = error as { responseCode?: number; message: string };
  const isFinal = responseCode !== undefined && responseCode >= 500;
  return { kind: isFinal ? 'rejected' : 'retryable', detail: message };
}
