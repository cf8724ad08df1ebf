import { describe, expect, it } from '@jest/globals';
import { bootstrapKeyOf, readConfig } from './config.js';

const environment = {
  DATABASE_URL: 'postgres://clarion@127.0.0.1:4032/clarion',
  KAFKA_BROKERS: '127.0.0.1:4092',
  SERVICE_TOKEN: 'token',
  SECRETS_KEYS: `${'A'.repeat(43)}=`,
  WEBHOOK_KEYS: `${'B'.repeat(42)}A=`,
};
const key = {
  BOOTSTRAP_KEY_ID: 'dev-key',
  BOOTSTRAP_KEY_SECRET: 'd8s7f9a0s8d7f0as8d7f0asd',
  BOOTSTRAP_KEY_SANDBOX: 'dev',
};

/** The names of the settings that are wrong. */
const faultsIn = (more: Record<string, string>): string[] => {
  const faulty: string[] = [];
  readConfig({ ...environment, ...more }, { reporter: ({ errors }) => faulty.push(...Object.keys(errors)) });
  return faulty;
};

describe('the configuration', () => {
  it('needs no more than the database, Kafka, the service token and the keys of secrets', () => {
    const config = readConfig(environment);
    expect(config).toMatchObject({
      PORT: 4000,
      INTERNAL_PORT: 4100,
      DISPATCHER_INTERNAL_URL: 'http://127.0.0.1:4104',
      RESOLVER_INTERNAL_URL: 'http://127.0.0.1:4103',
    });
    expect(bootstrapKeyOf(config)).toBeUndefined();
  });

  it('takes a bootstrap key', () => {
    const config = readConfig({ ...environment, ...key });
    expect(bootstrapKeyOf(config)).toEqual({ id: 'dev-key', secret: key.BOOTSTRAP_KEY_SECRET, sandbox: 'dev' });
  });

  it.each(Object.keys(key))('refuses a bootstrap key of %s alone', (name) => {
    const others = Object.keys(key).filter((other) => other !== name);
    expect(faultsIn({ [name]: key[name as keyof typeof key] })).toEqual(others);
  });

  it('refuses a secret that could be guessed', () => {
    expect(faultsIn({ ...key, BOOTSTRAP_KEY_SECRET: 'secret' })).toEqual(['BOOTSTRAP_KEY_SECRET']);
  });

  it('has the keys of secrets, the first of which seals', () => {
    expect(readConfig(environment).SECRETS_KEYS).toEqual([Buffer.alloc(32)]);
  });

  it.each(['', 'development-only', `${'A'.repeat(43)}=,x`])('refuses %j as the keys of secrets', (keys) => {
    expect(faultsIn({ SECRETS_KEYS: keys })).toEqual(['SECRETS_KEYS']);
  });

  it('tells all faults at once', () => {
    expect(faultsIn({ PORT: 'http', RESOLVER_INTERNAL_URL: 'resolver' })).toEqual(['PORT', 'RESOLVER_INTERNAL_URL']);
  });
});
