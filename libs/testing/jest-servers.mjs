import { LocalServerError, startTestServers } from './dist/index.js';

const endings = { SIGHUP: 129, SIGINT: 130, SIGTERM: 143 };

/**
 * Gives integration and end-to-end tests their Kafka and Postgres, once per run: two projects of one run share them.
 * Workers inherit the addresses by the environment; see testDatabase() and testBrokers().
 */
export default async function setUp() {
  globalThis.clarionTestServers ??= start();
  await globalThis.clarionTestServers;
}

async function start() {
  const stopping = new AbortController();
  const starting = startTestServers((line) => process.stderr.write(`${line}\n`), stopping.signal);
  for (const signal of Object.keys(endings)) process.on(signal, () => end(starting, stopping, signal));
  try {
    const servers = await starting;
    process.env.CLARION_TEST_KAFKA_BROKERS = servers.brokers.join(',');
    process.env.CLARION_TEST_DATABASE_URL = servers.databaseUrl;
    return servers;
  } catch (error) {
    // A missing Java needs a sentence, not a stack trace.
    if (error instanceof LocalServerError) error.stack = error.message;
    throw error;
  }
}

/** Ctrl-C skips the teardown of the test runner. A second one while this goes on changes nothing. */
async function end(starting, stopping, signal) {
  stopping.abort(new Error(signal));
  await starting.then(
    (servers) => servers.stop(),
    () => undefined, // what had started was stopped by the start itself
  );
  process.exit(endings[signal]);
}
