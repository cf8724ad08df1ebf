import type { DataRow } from '@clarion/contracts';
import { simpleParser, type ParsedMail } from 'mailparser';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { SMTPServer } from 'smtp-server';

// What stands outside the dispatcher in its tests, on ports of its own.

/** A mail server, and all that it took. */
export interface MailServer {
  port: number;
  inbox: ParsedMail[];
  /** Whom it has not answered yet. */
  held: string[];
  /** Takes what it held back. */
  release(): void;
  stop(): Promise<void>;
}

/** Answers each recipient as its address asks: `busy` once with 451, `gone` always with 550, `held` when released. */
export async function startMailServer(): Promise<MailServer> {
  const inbox: ParsedMail[] = [];
  const held: string[] = [];
  const waiting: (() => void)[] = [];
  let busyTurns = 1;
  const refusal = (responseCode: number) => Object.assign(new Error('refused'), { responseCode });
  const smtp = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    onRcptTo: ({ address }, _, answer) => {
      if (address.startsWith('busy') && busyTurns-- > 0) answer(refusal(451));
      else if (address.startsWith('gone')) answer(refusal(550));
      else if (address.startsWith('held')) {
        held.push(address);
        waiting.push(answer);
      } else answer();
    },
    onData: (stream, _, answer) => {
      void simpleParser(stream).then((mail) => {
        inbox.push(mail);
        answer();
        // A message that was broken off is not taken.
      }, answer);
    },
  });
  const listening = smtp.listen(0, '127.0.0.1');
  await once(listening, 'listening');
  return {
    port: (listening.address() as AddressInfo).port,
    inbox,
    held,
    release: () => {
      held.length = 0;
      for (const answer of waiting.splice(0)) answer();
    },
    stop: () =>
      new Promise((resolve) => {
        smtp.close(resolve);
      }),
  };
}

/** The data-fetcher's internal port: it has the rows that it is given, and remembers what it was asked for. */
export interface Fetcher {
  url: string;
  rows: Record<string, readonly DataRow[]>;
  asked: string[];
  /** *away*: it answers 503. *silent*: it does not answer. *broken*: it breaks off. */
  mood: 'well' | 'away' | 'silent' | 'broken';
  stop(): Promise<void>;
}

/** Starts a fetcher that has nothing yet. */
export async function startFetcher(serviceToken: string): Promise<Fetcher> {
  const server: Server = createServer((request, response) => {
    const id = decodeURIComponent(/^\/internal\/snapshots\/([^/]+)\/rows$/.exec(request.url ?? '')?.[1] ?? '');
    fetcher.asked.push(id);
    if (fetcher.mood === 'silent') return;
    const rows = fetcher.rows[id];
    const isTrusted = request.headers.authorization === `Bearer ${serviceToken}`;
    const status = fetcher.mood === 'away' ? 503 : isTrusted ? (rows ? 200 : 404) : 401;
    response.writeHead(status, { 'content-type': 'application/x-ndjson' });
    const lines = status === 200 ? (rows ?? []).map((row) => `${JSON.stringify(row)}\n`) : [];
    if (fetcher.mood === 'broken') response.write(lines.join(''), () => response.destroy());
    else response.end(lines.join(''));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const fetcher: Fetcher = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    rows: {},
    asked: [],
    mood: 'well',
    stop: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
  return fetcher;
}
