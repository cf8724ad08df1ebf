import type { SmtpProvider } from '@clarion/contracts';
import { connect, type Socket } from 'node:net';
import SMTPConnection from 'nodemailer/lib/smtp-connection/index.js';
import type { Extensions } from './smtp-conversation.js';

const connectTimeoutMs = 5_000;

/** A connection that has been greeted, encrypted where the server offers it, and waits for a message. */
export interface Greeted {
  socket: Socket;
  extensions: Extensions;
}

/** What nodemailer's connection keeps for itself, in the version that is pinned. */
interface Internals {
  _ehloLines?: string[];
  _onSocketData: (data: Buffer) => void;
  _onSocketTimeout: () => void;
  _onSocketClose: () => void;
  _onSocketEnd: () => void;
  _onSocketError: (error: Error) => void;
}

/** Connects to a mail server and greets it, by nodemailer. Rejects when that is not done within a few seconds. */
export async function openConnection({ host, port }: SmtpProvider): Promise<Greeted> {
  const socket = await openSocket(host, port);
  const connection = new SMTPConnection({
    host,
    port,
    connection: socket,
    connectionTimeout: connectTimeoutMs,
    greetingTimeout: connectTimeoutMs,
    socketTimeout: connectTimeoutMs,
  });
  await new Promise<void>((resolve, reject) => {
    connection.once('error', reject);
    connection.once('end', () => {
      reject(new Error(`${host}:${port} closed the connection`));
    });
    connection.connect(() => {
      resolve();
    });
  });
  return takenFrom(connection);
}

/** The socket without nodemailer, which has done its part. */
function takenFrom(connection: SMTPConnection): Greeted {
  const { _socket: socket } = connection;
  const internals = connection as unknown as Internals;
  socket.setTimeout(0);
  socket.off('data', internals._onSocketData);
  socket.off('timeout', internals._onSocketTimeout);
  socket.off('close', internals._onSocketClose);
  socket.off('end', internals._onSocketEnd);
  socket.off('error', internals._onSocketError);
  const offered = new Set(internals._ehloLines?.map((line) => line.split(' ', 1).join().toUpperCase()));
  return {
    socket,
    extensions: { pipelining: offered.has('PIPELINING'), utf8: offered.has('SMTPUTF8'), size: offered.has('SIZE') },
  };
}

/** A socket that sends at once: Nagle's algorithm would hold a write back until the server has acknowledged the last. */
function openSocket(host: string, port: number): Promise<Socket> {
  const socket = connect({ host, port, noDelay: true, timeout: connectTimeoutMs });
  return new Promise((resolve, reject) => {
    const onFailure = (error: Error) => {
      socket.destroy();
      reject(error);
    };
    const onTimeout = () => {
      onFailure(new Error(`No connection to ${host}:${port} within ${connectTimeoutMs} ms`));
    };
    socket.once('error', onFailure);
    socket.once('timeout', onTimeout);
    socket.once('connect', () => {
      socket.off('error', onFailure).off('timeout', onTimeout).setTimeout(0);
      resolve(socket);
    });
  });
}
