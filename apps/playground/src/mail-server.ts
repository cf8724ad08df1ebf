import type { AddressInfo } from 'node:net';
import { SMTPServer, type SMTPServerDataStream, type SMTPServerSession } from 'smtp-server';
import { portInUse } from './port-in-use.js';
import { mailToMessages, readMail, type Envelope } from './mail-to-messages.js';
import type { Message } from './message.js';

/** The largest mail that is accepted, in bytes; a larger one is answered 552. */
export const maxMailBytes = 10 * 1024 * 1024;

/** How long an open connection may still finish its mail once the server stops. */
const closeTimeoutMs = 500;

/** Where the mail server puts what arrives, and whom it tells of what went wrong. */
export interface MailServerOptions {
  readonly host: string;
  readonly port: number;
  readonly deliver: (message: Message) => void;
  readonly failed: (error: unknown) => void;
}

export interface MailServer {
  readonly port: number;
  readonly isListening: () => boolean;
  readonly stop: () => Promise<void>;
}

/**
 * A real SMTP server that takes every mail for every recipient, without authentication or TLS.
 * A mail is readable before its sender hears 250.
 */
export async function startMailServer({ host, port, deliver, failed }: MailServerOptions): Promise<MailServer> {
  const receive = async (stream: SMTPServerDataStream, envelope: Envelope): Promise<void> => {
    const mail = await readMail(stream);
    if (stream.sizeExceeded) throw refusal(552, 'The mail is larger than 10 MB');
    for (const message of mailToMessages(mail, envelope, new Date())) deliver(message);
  };

  const server = new SMTPServer({
    name: 'playground',
    banner: 'Clarion playground',
    disabledCommands: ['AUTH', 'STARTTLS'],
    disableReverseLookup: true,
    size: maxMailBytes,
    closeTimeout: closeTimeoutMs,
    onData(stream, session, answer) {
      receive(stream, envelopeOf(session)).then(
        () => {
          answer();
        },
        (error: unknown) => {
          failed(error);
          answer(isRefusal(error) ? error : refusal(554, 'The mail could not be read'));
        },
      );
    },
  });

  await new Promise<void>((resolve, reject) => {
    server.once('error', (error) => {
      reject(portInUse(error, port, 'SMTP_PORT') ?? error);
    });
    server.listen(port, host, resolve);
  });
  server.on('error', failed); // a client that hangs up is no reason to stop

  return {
    port: (server.server.address() as AddressInfo).port,
    isListening: () => server.server.listening,
    stop: () =>
      new Promise((resolve) => {
        server.close(resolve);
      }),
  };
}

function envelopeOf({ envelope }: SMTPServerSession): Envelope {
  return {
    sender: envelope.mailFrom ? envelope.mailFrom.address : '',
    recipients: envelope.rcptTo.map(({ address }) => address),
  };
}

/** An answer to the sender: the server sends the code and the sentence (RFC 5321 §4.2). */
function refusal(responseCode: number, sentence: string): Error {
  return Object.assign(new Error(sentence), { responseCode });
}

function isRefusal(error: unknown): error is Error {
  return error instanceof Error && 'responseCode' in error;
}
