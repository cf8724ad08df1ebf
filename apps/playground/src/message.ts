/** The ways a message can arrive. */
export type Channel = 'email';

/** One message as one recipient got it. A mail to three recipients is three messages. */
export interface Message {
  readonly id: string;
  readonly channel: Channel;
  /** The recipient of the envelope (RCPT TO), as it was written there. */
  readonly to: string;
  /** The address in the From header; the envelope's sender when there is no such header. */
  readonly from: string;
  readonly subject: string;
  /** The text part as it came, `''` when there was none. */
  readonly text: string;
  /** The HTML part as it came, `''` when there was none. */
  readonly html: string;
  /** By lower-cased name, unfolded but otherwise as sent; a list when the header was repeated. */
  readonly headers: Readonly<Record<string, string | readonly string[]>>;
  /** ISO 8601, UTC. */
  readonly receivedAt: string;
}

/** What a list shows of a message. */
export type MessageSummary = Pick<Message, 'id' | 'channel' | 'to' | 'from' | 'subject' | 'receivedAt'>;

/** The part of a message that the stream carries: enough for a row, small enough for thousands. */
export function summaryOf({ id, channel, to, from, subject, receivedAt }: Message): MessageSummary {
  return { id, channel, to, from, subject, receivedAt };
}
