import { createServer, type Server, type Socket } from 'node:net';
import { afterEach, describe, expect, it } from '@jest/globals';
import { requireKafka, requirePostgres } from './existing-servers.js';
import { LocalServerError } from './local-server-error.js';
import { freePort } from './ports.js';

describe('an existing server', () => {
  let server: Server | undefined;
  afterEach(() => {
    server?.close();
  });

  async function serverThat(answers: (socket: Socket) => void): Promise<number> {
    const port = await freePort();
    await new Promise<void>((resolve) => (server = createServer(answers).listen(port, '127.0.0.1', resolve)));
    return port;
  }

  it('that is not there is said in a sentence with its address and its setting', async () => {
    const port = await freePort();
    const kafka = requireKafka([`127.0.0.1:${port}`]);
    await expect(kafka).rejects.toThrow(LocalServerError);
    await expect(kafka).rejects.toThrow(new RegExp(`^No Kafka answers at 127.0.0.1:${port} .*KAFKA_BROKERS`));
    await expect(requirePostgres(`postgres://u:secret@127.0.0.1:${port}/db`)).rejects.toThrow(
      new RegExp(`^No Postgres serves us at 127.0.0.1:${port}/db .*DATABASE_URL`),
    );
  });

  it('that speaks something else is no Kafka', async () => {
    const port = await serverThat((socket) => socket.write('220 mail.example ESMTP\r\n'));
    await expect(requireKafka([`127.0.0.1:${port}`])).rejects.toThrow('what answers there is no Kafka');
  });

  it('that hangs up is no Kafka', async () => {
    const port = await serverThat((socket) => socket.end());
    await expect(requireKafka([`127.0.0.1:${port}`])).rejects.toThrow('it hung up');
  });

  it('may be one of several brokers', async () => {
    const answer = Buffer.from('0000000600000001' + '0023', 'hex');
    const port = await serverThat((socket) => socket.once('data', () => socket.write(answer)));
    await expect(requireKafka([`127.0.0.1:${await freePort()}`, `127.0.0.1:${port}`])).resolves.toBeUndefined();
  });
});
