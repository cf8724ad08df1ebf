import { createServer, type Server } from 'node:net';
import { afterEach, describe, expect, it } from '@jest/globals';
import { LocalServerError } from './local-server-error.js';
import { acceptsConnections, freePort, requirePortFree } from './ports.js';

describe('ports', () => {
  let server: Server | undefined;
  afterEach(() => {
    server?.close();
  });

  async function occupied(): Promise<number> {
    const port = await freePort();
    await new Promise<void>((resolve) => (server = createServer().listen(port, '127.0.0.1', resolve)));
    return port;
  }

  it('lets a free port pass', async () => {
    await expect(requirePortFree(await freePort(), 'Kafka', 'KAFKA_PORT')).resolves.toBeUndefined();
  });

  it('says which port is taken, by what it was meant for, and how to choose another', async () => {
    const port = await occupied();
    const check = requirePortFree(port, 'Kafka', 'KAFKA_PORT');
    await expect(check).rejects.toThrow(LocalServerError);
    await expect(check).rejects.toThrow(
      `Port ${port} (Kafka) is in use by another process; stop it or choose another with KAFKA_PORT=`,
    );
  });

  it('knows whether something listens', async () => {
    expect(await acceptsConnections(await occupied())).toBe(true);
    expect(await acceptsConnections(await freePort())).toBe(false);
  });
});
