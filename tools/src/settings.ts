import { LocalServerError } from '@clarion/testing';
import { join, resolve } from 'node:path';

/** Where the local stack listens and keeps its data, as the environment says. */
export interface Settings {
  ports: Record<PortName, number>;
  /** Existing servers; ours are started where there is none. */
  brokers: string[] | undefined;
  databaseUrl: string | undefined;
  topicPrefix: string;
  /** Data, logs, credentials and `local.json`; absolute. */
  directory: string;
  logLevel: string;
}

/** A port that the environment may change: its name is the setting's. */
export type PortName = keyof typeof servicePorts | keyof typeof otherPorts;

/** Each service's internal port is 100 higher. */
const servicePorts = {
  CAMPAIGN_MANAGER_PORT: 4000,
  TRIGGER_GATEWAY_PORT: 4001,
  DATA_FETCHER_PORT: 4002,
  AUDIENCE_RESOLVER_PORT: 4003,
  CHANNEL_DISPATCHER_PORT: 4004,
  FEEDBACK_PORT: 4005,
};

const otherPorts = {
  PLAYGROUND_PORT: 4010,
  PLAYGROUND_SMTP_PORT: 4025,
  KAFKA_PORT: 4092,
  POSTGRES_PORT: 4032,
};

/**
 * Reads the environment.
 *
 * @throws LocalServerError naming every setting that is wrong
 */
export function readSettings(environment: NodeJS.ProcessEnv, root: string): Settings {
  const { KAFKA_BROKERS, DATABASE_URL, TOPIC_PREFIX, CLARION_DIRECTORY, LOG_LEVEL } = environment;
  const defaults = Object.entries({ ...servicePorts, ...otherPorts });
  const given = defaults.map(([name, port]): [string, number] => [name, Number(environment[name] || port)]);
  const ports = Object.fromEntries(given) as Record<PortName, number>;
  const faults = [...portFaults(ports, environment), ...clashes(ports)];
  if (DATABASE_URL && !URL.canParse(DATABASE_URL)) {
    faults.push('DATABASE_URL is no URL; write it as postgres://user:password@host:5432/database');
  }
  if (faults.length > 0) throw new LocalServerError(faults.join('\n'));
  return {
    ports,
    brokers: KAFKA_BROKERS ? KAFKA_BROKERS.split(',').map((broker) => broker.trim()) : undefined,
    databaseUrl: DATABASE_URL || undefined,
    topicPrefix: TOPIC_PREFIX ?? '',
    directory: resolve(CLARION_DIRECTORY || join(root, '.clarion')),
    logLevel: LOG_LEVEL || 'info',
  };
}

function portFaults(ports: Record<PortName, number>, environment: NodeJS.ProcessEnv): string[] {
  return Object.entries(ports)
    .filter(([name, port]) => !Number.isInteger(port) || port < 1 || port > highest(name))
    .map(([name]) => `${name}=${environment[name] ?? ''} is no port; give a number from 1 to ${highest(name)}`);
}

function highest(name: string): number {
  return name in servicePorts ? 65_435 : 65_535;
}

/** Two that would listen on the same port. */
function clashes(ports: Record<PortName, number>): string[] {
  const users = new Map<number, string>();
  const internal = Object.keys(servicePorts).map((name): [string, number] => [
    `${name} + 100`,
    ports[name as PortName] + 100,
  ]);
  return [...Object.entries(ports), ...internal].flatMap(([name, port]) => {
    const other = users.get(port);
    users.set(port, name);
    return other === undefined ? [] : [`${other} and ${name} are both ${port}; give one of them another port`];
  });
}
