import type { Handover } from '../mail-provider.js';
import { SmtpConversation, type Extensions, type OutgoingMail, type Owed } from './smtp-conversation.js';

/** A conversation without a network: what the client says is answered by `answer`, which gets it command by command. */
export interface ConversationUnderTest {
  conversation: SmtpConversation;
  /** All that was written, write by write. */
  writes: string[];
  /** How each of them was to be encoded. */
  encodings: string[];
  owed: () => Owed;
  /** What became of each message, by its recipient. */
  settled: Map<string, Handover[]>;
  /** Those that were not begun, or came back unsent. */
  left: () => string[];
  error: () => Error | undefined;
}

/** A command, or `.` for a message's end. */
export type Answer = (command: string) => string | undefined;

/** Takes every message. */
export const takesAll: Answer = (command) => (command === 'DATA' ? '354 go on' : '250 fine');

/** @param cutAt after how many octets from the server the connection is lost */
export function converse(
  recipients: readonly string[],
  answer: Answer,
  { extensions = {}, cutAt = Infinity, mayBegin = () => true }: Differences = {},
): ConversationUnderTest {
  const settled = new Map<string, Handover[]>();
  const queue = recipients.map((to) => mailTo(to, mayBegin, settled));
  const writes: string[] = [];
  const encodings: string[] = [];
  const server = new ScriptedServer(answer);
  let owed: Owed = 'nothing';
  let ended: { error: Error; unsent: OutgoingMail | undefined } | undefined;
  const conversation = new SmtpConversation(
    {
      write: (data, encoding) => {
        writes.push(data);
        encodings.push(encoding);
        server.take(data);
      },
      awaits: (now) => (owed = now),
      ended: (error, unsent) => (ended = { error, unsent }),
    },
    { pipelining: true, utf8: false, size: false, ...extensions },
    () => queue.shift(),
  );
  conversation.wake();
  let heard = 0;
  for (let said = server.said(); said !== '' && heard < cutAt; said = server.said()) {
    const octets = said.slice(0, cutAt - heard);
    heard += octets.length;
    conversation.take(octets);
  }
  if (cutAt < Infinity) conversation.end(new Error('lost'));
  return {
    conversation,
    writes,
    encodings,
    owed: () => owed,
    settled,
    left: () => [...(ended?.unsent ? [ended.unsent] : []), ...queue].map(({ mail }) => mail.to),
    error: () => ended?.error,
  };
}

export interface Differences {
  extensions?: Partial<Extensions>;
  cutAt?: number;
  mayBegin?: (to: string) => boolean;
}

function mailTo(to: string, mayBegin: (to: string) => boolean, settled: Map<string, Handover[]>): OutgoingMail {
  const data = `To: <${to}>\r\n\r\nHello\r\n`;
  return {
    mail: { from: 'shop@shop.example', to, isUtf8: to.includes('ë'), data },
    mayBegin: () => mayBegin(to),
    settle: (handover) => settled.set(to, [...(settled.get(to) ?? []), handover]),
  };
}

/** Cuts what it gets into commands and messages, and answers each. */
class ScriptedServer {
  private unread = '';
  private isMessage = false;
  private answers = '';

  constructor(private readonly answer: Answer) {}

  take(octets: string): void {
    this.unread += octets;
    for (;;) {
      const end = this.isMessage ? /^\.\r\n|\r\n\.\r\n/ : /\r\n/;
      const found = end.exec(this.unread);
      if (!found) return;
      const command = this.isMessage ? '.' : this.unread.slice(0, found.index);
      this.unread = this.unread.slice(found.index + found[0].length);
      this.isMessage = false;
      const answer = this.answer(command);
      if (answer === undefined) return;
      if (command === 'DATA' && answer.startsWith('354')) this.isMessage = true;
      this.answers += `${answer}\r\n`;
    }
  }

  /** What it has said since it was asked last. */
  said(): string {
    const { answers } = this;
    this.answers = '';
    return answers;
  }
}
