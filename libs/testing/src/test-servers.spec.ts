import { describe, expect, it } from '@jest/globals';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { start, type ServerSource } from './test-servers.js';

const nobody = () => undefined;

/** Servers that exist in name only; what is stopped is written down. */
function source(given: Partial<ServerSource> = {}) {
  const stopped: string[] = [];
  const stop = (name: string) => () => Promise.resolve(void stopped.push(name));
  const servers: ServerSource = {
    name: 'nowhere',
    kafka: () => Promise.resolve({ brokers: ['kafka:9092'], stop: stop('kafka') }),
    postgres: () => Promise.resolve({ url: 'postgres://postgres', stop: stop('postgres') }),
    clean: stop('the rest'),
    ...given,
  };
  return { servers, stopped, stop };
}

describe('starting the servers of a test run', () => {
  it('gives both addresses, and stops both, then cleans', async () => {
    const { servers, stopped } = source();
    const started = await start(servers, undefined, undefined, nobody);
    expect(started).toMatchObject({ brokers: ['kafka:9092'], databaseUrl: 'postgres://postgres' });
    await started.stop();
    expect(stopped).toEqual(['kafka', 'postgres', 'the rest']);
  });

  it('starts only what the environment does not name', async () => {
    const { servers, stopped } = source();
    const said: string[] = [];
    const started = await start(servers, 'here:1,here:2', undefined, (line) => said.push(line));
    expect(started.brokers).toEqual(['here:1', 'here:2']);
    expect(said).toEqual(['Tests use the Kafka of KAFKA_BROKERS and a Postgres from nowhere.']);
    await started.stop();
    expect(stopped).toEqual(['postgres', 'the rest']);
  });

  it('waits for the slower one when the other has failed, and stops it', async () => {
    const { servers, stopped, stop } = source({ postgres: () => Promise.reject(new Error('no such image')) });
    servers.kafka = async () => {
      await nextTurn(); // time enough for a failure that nobody waits for to end the process
      return { brokers: [], stop: stop('kafka') };
    };
    await expect(start(servers, undefined, undefined, nobody)).rejects.toThrow('no such image');
    expect(stopped).toEqual(['kafka', 'the rest']);
  });
});
