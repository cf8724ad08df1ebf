import type { Category, SmtpProvider } from '@clarion/contracts';
import type { Mail } from './render-mail.js';

/**
 * What became of handing a message over. The line is the end of the message's body:
 *
 * - `accepted`, `rejected`: the provider's word, for good.
 * - `retryable`: it was not sent, and the provider may take it later. `isConnection`: it could not be reached at all.
 * - `unknown`: its body may have been sent whole, and the provider's word did not come.
 * - `awaited`: its body is sent, and the provider takes its time: `word` is what comes of it, minutes later maybe.
 * - `lapsed`: it was not sent, because the one who sends it has no right to any more.
 */
export type Handover = Word | { kind: 'lapsed' } | { kind: 'awaited'; word: Promise<Word> };

/** What became of a message that was begun. */
export type Word =
  | { kind: 'accepted' }
  | { kind: 'rejected'; detail: string }
  | { kind: 'retryable'; detail: string; isConnection: boolean }
  | { kind: 'unknown'; detail: string };

/** Asked right before a message's body: whether it may still be sent. */
export type MayBegin = () => boolean;

/**
 * Hands messages to a provider. A failure is an answer, never thrown. No message waits for one of the other category.
 */
export interface MailProvider {
  send(mail: Mail, provider: SmtpProvider, category: Category, mayBegin: MayBegin): Promise<Handover>;
  /** Gives up what is under way: `retryable` before the body, `unknown` after it. */
  close(): void;
}

/** Nest's token for the mail provider. */
export const MAIL_PROVIDER = Symbol('mail provider');
