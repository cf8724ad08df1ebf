import { LocalServerError } from '@clarion/testing';
import { join } from 'node:path';

/** Where the local stack listens and keeps its data, as the environment says. */
export interface Settings {
  ports: Record<PortName, number>;
  /** Existing servers; ours are started where there is none. */
  brokers: string[] | undefined;
  databaseUrl: string | undefined;
  topicPrefix: string;
  /** Data, logs, credentials and `local.json`. */
  directory: string;
  logLevel: string;
}

/** A port that the environment may change: its name is the setting's. */
export type PortName = keyof typeof defaultPorts;

const defaultPorts = {
  CAMPAIGN_MANAGER_PORT: 4000,
  TRIGGER_GATEWAY_PORT: 4001,
  AUDIENCE_RESOLVER_PORT: 4003,
  CHANNEL_DISPATCHER_PORT: 4004,
  PLAYGROUND_PORT: 4010,
  PLAYGROUND_SMTP_PORT: 4025,
  KAFKA_PORT: 4092,
  POSTGRES_PORT: 4032,
};

/**
 * Reads the environment.
 * @throws LocalServerError naming the setting that is wrong.
 */
export function readSettings(environment: NodeJS.ProcessEnv, root: string): Settings {
  const { KAFKA_BROKERS, DATABASE_URL, TOPIC_PREFIX, CLARION_DIRECTORY, LOG_LEVEL } = environment;
  const ports = Object.entries(defaultPorts).map(([name, port]) => [name, portOf(name, environment[name], port)]);
  return {
    ports: Object.fromEntries(ports) as Record<PortName, number>,
    brokers: KAFKA_BROKERS ? KAFKA_BROKERS.split(',').map((broker) => broker.trim()) : undefined,
    databaseUrl: DATABASE_URL ? urlOf('DATABASE_URL', DATABASE_URL) : undefined,
    topicPrefix: TOPIC_PREFIX ?? '',
    directory: CLARION_DIRECTORY ?? join(root, '.clarion'),
    logLevel: LOG_LEVEL ?? 'info',
  };
}

function portOf(name: string, value: string | undefined, otherwise: number): number {
  if (value === undefined || value === '') return otherwise;
  const port = Number(value);
  // Internal ports are 100 higher.
  if (Number.isInteger(port) && port > 0 && port <= 65_435) return port;
  throw new LocalServerError(`${name}=${value} is no port; give a number from 1 to 65435`);
}

function urlOf(name: string, value: string): string {
  if (URL.canParse(value)) return value;
  throw new LocalServerError(`${name} is no URL; write it as postgres://user:password@host:5432/database`);
}
