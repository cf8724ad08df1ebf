import type { Category, SmtpProvider } from '@clarion/contracts';
import type { Mail } from './render-mail.js';

/** What became of handing a message over: `retryable` when the provider may take it later. */
export type Handover =
  { kind: 'accepted' } | { kind: 'rejected'; detail: string } | { kind: 'retryable'; detail: string };

/**
 * Hands messages to a provider. A failure is an answer, never thrown. No message waits for one of the other category.
 */
export interface MailProvider {
  send(mail: Mail, provider: SmtpProvider, category: Category): Promise<Handover>;
}

/** Nest's token for the mail provider. */
export const MAIL_PROVIDER = Symbol('mail provider');
