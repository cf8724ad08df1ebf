import { connect } from 'node:net';
import pg from 'pg';
import { LocalServerError } from './local-server-error.js';

const answerMs = 4000;

/** ApiVersions, version 0, of Kafka's protocol: what any broker answers before anything else. */
const whatDoYouSpeak = Buffer.from('0000000a' + '0012' + '0000' + '00000001' + 'ffff', 'hex');

/**
 * Resolves when one of the brokers (`host:port`) speaks Kafka, within 4 s.
 *
 * @throws LocalServerError when none does
 */
export async function requireKafka(brokers: string[]): Promise<void> {
  try {
    await Promise.any(brokers.map(speaksKafka));
  } catch (error) {
    const reasons = error instanceof AggregateError ? error.errors.map(messageOf).join('; ') : messageOf(error);
    throw new LocalServerError(
      `No Kafka answers at ${brokers.join(', ')} (${reasons}); check KAFKA_BROKERS, or unset it to start a local one`,
      { cause: error },
    );
  }
}

/**
 * Resolves when the Postgres at `url` lets us in, within 4 s.
 *
 * @throws LocalServerError when it does not answer, or refuses; the message holds no password
 */
export async function requirePostgres(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: answerMs });
  client.on('error', () => undefined); // the connection may break after the query; we are done with it then
  try {
    await client.connect();
    await client.query('select 1');
  } catch (error) {
    const { host, pathname } = new URL(url);
    throw new LocalServerError(
      `No Postgres serves us at ${host}${pathname} (${messageOf(error)}); check DATABASE_URL, or unset it to start a local one`,
      { cause: error },
    );
  } finally {
    await client.end();
  }
}

function speaksKafka(broker: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const { hostname, port } = new URL(`kafka://${broker}`);
    const socket = connect({ host: hostname.replace(/^\[|\]$/g, ''), port: Number(port || 9092) });
    const refuse = (reason: Error) => {
      socket.destroy();
      reject(reason);
    };
    const late = setTimeout(() => {
      refuse(new Error(`no answer within ${answerMs / 1000} s`));
    }, answerMs);
    socket.once('close', () => {
      clearTimeout(late);
      reject(new Error('it hung up'));
    });
    socket.once('error', refuse);
    socket.once('connect', () => socket.write(whatDoYouSpeak));
    socket.once('data', (answer) => {
      // The answer bears the number that we gave to our question.
      if (answer.length >= 8 && answer.readInt32BE(4) === 1) resolve();
      else reject(new Error('what answers there is no Kafka'));
      socket.destroy();
    });
  });
}

function messageOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  // A name with several addresses fails with all of their errors and no message of its own.
  if (error instanceof AggregateError && !error.message) return error.errors.map(messageOf).join(', ');
  return error.message;
}
