import type { SmtpProvider } from '@clarion/contracts';
import { connect, type Socket } from 'node:net';
import SMTPConnection from 'nodemailer/lib/smtp-connection/index.js';

const connectTimeoutMs = 5_000;
/** For each answer before a message's body. */
export const commandTimeoutMs = 10_000;

/** A connection to a mail server that has been greeted. Rejects when there is none within a few seconds. */
export async function openConnection({ host, port }: SmtpProvider): Promise<SMTPConnection> {
  const socket = await openSocket(host, port);
  const connection = new SMTPConnection({
    host,
    port,
    connection: socket,
    greetingTimeout: connectTimeoutMs,
    socketTimeout: commandTimeoutMs,
  });
  return new Promise((resolve, reject) => {
    connection.once('error', reject);
    connection.once('end', () => {
      reject(new Error(`${host}:${port} closed the connection`));
    });
    connection.connect(() => {
      connection.off('error', reject);
      resolve(connection);
    });
  });
}

/**
 * A socket that sends at once: nodemailer ends a message in a write of its own, which Nagle's algorithm would hold back
 * until the server's delayed acknowledgement, 40 ms later.
 */
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
