import { sizeOf, startProcess, untilReady, type Saw, type StartedProcess } from '@clarion/testing';
import axios from 'axios';
import { join } from 'node:path';
import type { Credentials } from './credentials.js';
import { logExcerpt } from './log-excerpt.js';
import type { PortName, Settings } from './settings.js';

/** The sandbox of the local stack's key. */
export const sandbox = 'dev';

/** What runs beside Kafka and Postgres: the services, and the playground that stands outside. */
export const services = [
  'campaign-manager',
  'trigger-gateway',
  'data-fetcher',
  'audience-resolver',
  'channel-dispatcher',
  'feedback',
] as const;
export type ProgramName = (typeof services)[number] | 'playground';
export const programs: ProgramName[] = [...services, 'playground'];

/** The setting of a program's port. */
export function portName(name: ProgramName): PortName {
  return `${name.toUpperCase().replace('-', '_')}_PORT` as PortName;
}

export function urlOf(name: ProgramName, { ports }: Settings): string {
  return `http://127.0.0.1:${ports[portName(name)]}`;
}

/** More than one machine can take: whoever tries things out, tests or measures here is not told to wait. */
const amplePerSecond = '1000000';

/** What a program is told by its environment. */
export function environmentOf(
  name: ProgramName,
  settings: Settings,
  { apiKey, serviceToken, secretsKeys, linkKeys, webhookKeys }: Credentials,
  servers: { brokers: string[]; databaseUrl: string },
): Record<string, string> {
  const { ports, topicPrefix, logLevel } = settings;
  const port = ports[portName(name)];
  const own = { HOST: '127.0.0.1', PORT: String(port), LOG_LEVEL: logLevel };
  if (name === 'playground') return { ...own, SMTP_PORT: String(ports.PLAYGROUND_SMTP_PORT) };
  const bootstrap = {
    BOOTSTRAP_KEY_ID: apiKey.id,
    BOOTSTRAP_KEY_SECRET: apiKey.secret,
    BOOTSTRAP_KEY_SANDBOX: sandbox,
  };
  return {
    ...own,
    INTERNAL_PORT: String(port + 100),
    DATABASE_URL: servers.databaseUrl,
    KAFKA_BROKERS: servers.brokers.join(','),
    TOPIC_PREFIX: topicPrefix,
    SERVICE_TOKEN: serviceToken,
    MANAGER_INTERNAL_URL: `http://127.0.0.1:${ports.CAMPAIGN_MANAGER_PORT + 100}`,
    FEEDBACK_INTERNAL_URL: `http://127.0.0.1:${ports.FEEDBACK_PORT + 100}`,
    RESOLVER_INTERNAL_URL: `http://127.0.0.1:${ports.AUDIENCE_RESOLVER_PORT + 100}`,
    GATEWAY_INTERNAL_URL: `http://127.0.0.1:${ports.TRIGGER_GATEWAY_PORT + 100}`,
    DISPATCHER_INTERNAL_URL: `http://127.0.0.1:${ports.CHANNEL_DISPATCHER_PORT + 100}`,
    FETCHER_INTERNAL_URL: `http://127.0.0.1:${ports.DATA_FETCHER_PORT + 100}`,
    ...(name === 'campaign-manager' && { ...bootstrap, GATEWAY_URL: urlOf('trigger-gateway', settings) }),
    ...(name === 'trigger-gateway' && {
      EXECUTIONS_PER_SECOND: amplePerSecond,
      HIGH_THROUGHPUT_PER_SECOND: amplePerSecond,
    }),
    ...((name === 'campaign-manager' || name === 'data-fetcher') && { SECRETS_KEYS: secretsKeys }),
    ...((name === 'channel-dispatcher' || name === 'feedback') && { LINK_KEYS: linkKeys }),
    ...((name === 'campaign-manager' || name === 'feedback') && { WEBHOOK_KEYS: webhookKeys }),
    ...(name === 'channel-dispatcher' && { PUBLIC_URL: urlOf('feedback', settings) }),
    // The playground has no certificate.
    ...((name === 'data-fetcher' || name === 'feedback') && {
      DEVELOPMENT_ALLOWED_HOSTS: `127.0.0.1:${ports.PLAYGROUND_PORT}`,
    }),
  };
}

/** What a program's process runs. */
export function programFile(name: ProgramName, root: string): string {
  return join(root, 'apps', name, 'dist/main.js');
}

/**
 * Starts a program; `untilProgramReady` waits for it.
 * @param root the folder of the clone.
 */
export function startProgram(
  name: ProgramName,
  root: string,
  settings: Settings,
  environment: Record<string, string>,
): StartedProcess {
  return startProcess({
    name,
    file: programFile(name, root),
    env: environment,
    logFile: join(settings.directory, 'logs', `${name}.log`),
  });
}

/**
 * Resolves when the program says that it is ready.
 *
 * @param logStart where the log of this start begins, in bytes
 * @throws LocalServerError with the end of its log when it ends before, or is not ready within 60 s
 */
export async function untilProgramReady(
  program: StartedProcess,
  url: string,
  logStart: number,
  signal: AbortSignal,
): Promise<void> {
  const isReady = async (saw: Saw) => {
    const answer = await axios.get(`${url}/health/ready`, {
      proxy: false,
      validateStatus: () => true,
      timeout: 3_000,
    });
    saw(answer.data);
    return answer.status === 200 || undefined;
  };
  const { name, logFile } = program;
  const starting = { name, group: program, logFile, logStart, excerpt: logExcerpt };
  await untilReady(starting, isReady, { timeoutMs: 60_000, intervalMs: 50, signal });
}

/** Where the log of the next start begins, in bytes. */
export function logStart(name: ProgramName, { directory }: Settings): Promise<number> {
  return sizeOf(join(directory, 'logs', `${name}.log`));
}
