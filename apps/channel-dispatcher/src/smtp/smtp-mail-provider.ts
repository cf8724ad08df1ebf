import type { Category, SmtpProvider } from '@clarion/contracts';
import type { Handover, MailProvider, MayBegin } from '../mail-provider.js';
import type { Mail } from '../render-mail.js';
import type { Patience } from './smtp-line.js';
import { SmtpLines } from './smtp-lines.js';

/** SMTP over a few connections per mail server and category that stay open: a blast occupies none of a password reset. */
export class SmtpMailProvider implements MailProvider {
  private readonly servers = new Map<string, SmtpLines>();

  constructor(private readonly patience: Patience) {}

  send(mail: Mail, provider: SmtpProvider, category: Category, mayBegin: MayBegin): Promise<Handover> {
    return this.linesTo(provider, category).send(mail, mayBegin);
  }

  close(): void {
    for (const lines of this.servers.values()) lines.close();
  }

  private linesTo(provider: SmtpProvider, category: Category): SmtpLines {
    const key = `${category}:${provider.host}:${provider.port}`;
    const lines = this.servers.get(key) ?? new SmtpLines(provider, this.patience);
    this.servers.set(key, lines);
    return lines;
  }
}
