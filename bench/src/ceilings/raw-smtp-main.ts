import SMTPConnection from 'nodemailer/lib/smtp-connection/index.js';
import { connect } from 'node:net';
import { once } from 'node:events';
import { now } from '../clock.js';
import { addressOf } from '../person.js';
import { finish, taskInput } from '../task.js';
import type { RawSmtpInput, RawSmtpOutput } from './raw-smtp.js';

const host = '127.0.0.1';
/** A process that has just started is slow. */
const warmUpMs = 1_000;

const input = await taskInput<RawSmtpInput>();
await finish(await sendMails(input));

/** A finished mail, the same for everybody, over and over on connections that stay open. */
async function sendMails({ port, connections, durationMs, bytes, firstPerson }: RawSmtpInput): Promise<RawSmtpOutput> {
  const mail = mailOf(bytes);
  const open = await Promise.all(Array.from({ length: connections }, () => openConnection(port)));
  let sent = 0;
  const sendUntil = async (end: number) => {
    const work = async (connection: SMTPConnection) => {
      while (now() < end) await send(connection, addressOf(firstPerson + sent++), mail);
    };
    await Promise.all(open.map(work));
  };
  await sendUntil(now() + warmUpMs);
  const before = sent;
  const beganAt = now();
  await sendUntil(beganAt + durationMs);
  const elapsedMs = now() - beganAt;
  for (const connection of open) connection.close();
  return { sent, perSecond: ((sent - before) / elapsedMs) * 1000 };
}

function send(connection: SMTPConnection, to: string, mail: Buffer): Promise<void> {
  return new Promise((resolve, reject) => {
    connection.send({ from: 'bench@clarion.example', to: [to] }, mail, (error) => {
      if (error) reject(error);
      else resolve();
    });
  });
}

/** A socket that sends at once, as the product's: else the end of each mail waits 40 ms for an acknowledgement. */
async function openConnection(port: number): Promise<SMTPConnection> {
  const socket = connect({ port, host, noDelay: true });
  await once(socket, 'connect');
  const connection = new SMTPConnection({ host, port, connection: socket });
  return new Promise((resolve, reject) => {
    connection.once('error', reject);
    connection.connect(() => {
      resolve(connection);
    });
  });
}

function mailOf(bytes: number): Buffer {
  const head = 'From: bench@clarion.example\r\nSubject: Bench\r\n\r\n';
  const end = '\r\n.\r\n'.length;
  const line = `${'x'.repeat(74)}\r\n`;
  const body = line.repeat(Math.ceil(bytes / line.length)).slice(0, Math.max(bytes - head.length - end, 1));
  return Buffer.from(head + body);
}
