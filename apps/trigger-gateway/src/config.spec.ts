import { describe, expect, it } from '@jest/globals';
import { readConfig } from './config.js';

const needed = { DATABASE_URL: 'postgres://u:p@h:5432/d', KAFKA_BROKERS: 'k:9092', SERVICE_TOKEN: 't' };

function read(environment: Record<string, string>) {
  const faults: string[] = [];
  const config = readConfig(
    { ...needed, ...environment },
    { reporter: ({ errors }) => void faults.push(...Object.keys(errors)) },
  );
  return { config, faults };
}

describe('the settings', () => {
  it('keep executions for 30 days unless told', () => {
    const { config, faults } = read({});
    expect(faults).toEqual([]);
    expect(config.EXECUTIONS_KEPT_DAYS).toBe(30);
    expect(read({ EXECUTIONS_KEPT_DAYS: '14' }).config.EXECUTIONS_KEPT_DAYS).toBe(14);
  });

  it.each(['13', '0', '-30', '30.5', 'long', ''])('keep none for %j days: the topics keep requests longer', (given) => {
    expect(read({ EXECUTIONS_KEPT_DAYS: given }).faults).toEqual(['EXECUTIONS_KEPT_DAYS']);
  });
});
