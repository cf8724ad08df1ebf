import { mkdtempSync } from 'node:fs';
import { chmod, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { fetchKafka } from './fetch-kafka.js';
import { freePort } from './ports.js';
import { startKafka } from './start-kafka.js';
import { startPostgres } from './start-postgres.js';
import type { ServerSource } from './test-servers.js';

/** The clone's `.cache`, or what CLARION_CACHE names: what is downloaded once. */
export function cacheDirectory(): string {
  return resolve(process.env.CLARION_CACHE || fileURLToPath(new URL('../../../.cache', import.meta.url)));
}

/** Servers for one test run as local processes on free ports, their data in a temporary folder. */
export function localServers(signal?: AbortSignal): ServerSource {
  const directory = mkdtempSync(join(tmpdir(), 'clarion-test-'));
  return {
    name: 'this machine',
    async kafka() {
      const cache = cacheDirectory();
      await fetchKafka(cache, undefined, signal);
      const port = await freePort();
      return startKafka({ cacheDirectory: cache, dataDirectory: join(directory, 'kafka'), port, signal });
    },
    async postgres() {
      await chmod(directory, 0o711); // its user must pass
      const dataDirectory = join(directory, 'postgres');
      return startPostgres({ dataDirectory, port: await freePort(), survivesPowerLoss: false, signal });
    },
    clean: () => rm(directory, { recursive: true, force: true }),
  };
}
