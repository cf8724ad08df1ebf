import { requirePortFree } from '@clarion/testing';
import type { PortName } from './settings.js';

const serviceNames = [
  'CAMPAIGN_MANAGER_PORT',
  'TRIGGER_GATEWAY_PORT',
  'DATA_FETCHER_PORT',
  'AUDIENCE_RESOLVER_PORT',
  'CHANNEL_DISPATCHER_PORT',
  'FEEDBACK_PORT',
] as const satisfies PortName[];

/** The settings of the ports of one stack. */
const portNames = [
  ...serviceNames,
  'PLAYGROUND_PORT',
  'PLAYGROUND_SMTP_PORT',
  'KAFKA_PORT',
  'POSTGRES_PORT',
] as const satisfies PortName[];

/**
 * Free ports for a stack. They lie below those that the system lends to clients: else one could be taken by a client
 * while the server that has it is away, or a client could connect to itself.
 */
export async function portBlock(): Promise<Record<PortName, number>> {
  for (;;) {
    const first = 15_000 + Math.floor(Math.random() * 160) * 100;
    const ports = portNames.map((name, index): [PortName, number] => [name, first + index]);
    const internal = serviceNames.map((_, index) => first + 100 + index);
    if (await areFree([...ports.map(([, port]) => port), ...internal])) {
      return Object.fromEntries(ports) as Record<PortName, number>;
    }
  }
}

async function areFree(ports: number[]): Promise<boolean> {
  const looks = await Promise.allSettled(ports.map((port) => requirePortFree(port, 'any', 'any')));
  return looks.every(({ status }) => status === 'fulfilled');
}
