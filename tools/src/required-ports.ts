import { requirePortFree } from '@clarion/testing';
import { portName, programs } from './programs.js';
import type { Settings } from './settings.js';

/**
 * Resolves when all that we would start may listen where the settings say.
 *
 * @throws LocalServerError naming the first port that is taken, and its setting
 */
export async function requirePorts({ ports, brokers, databaseUrl }: Settings): Promise<void> {
  for (const name of programs) {
    const setting = portName(name);
    await requirePortFree(ports[setting], name, setting);
    if (name !== 'playground') await requirePortFree(ports[setting] + 100, `${name}, internal`, setting);
  }
  await requirePortFree(ports.PLAYGROUND_SMTP_PORT, 'playground, SMTP', 'PLAYGROUND_SMTP_PORT');
  if (!brokers) await requirePortFree(ports.KAFKA_PORT, 'Kafka', 'KAFKA_PORT');
  if (!databaseUrl) await requirePortFree(ports.POSTGRES_PORT, 'Postgres', 'POSTGRES_PORT');
}
