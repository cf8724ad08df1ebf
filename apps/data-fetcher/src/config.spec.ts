import { describe, expect, it } from '@jest/globals';
import { readConfig } from './config.js';

const needed = {
  DATABASE_URL: 'postgres://u:p@h:5432/d',
  KAFKA_BROKERS: 'k:9092',
  SERVICE_TOKEN: 't',
  SECRETS_KEYS: `${'A'.repeat(43)}=`,
};

function read(environment: Record<string, string>) {
  const faults: string[] = [];
  const config = readConfig(
    { ...needed, ...environment },
    { reporter: ({ errors }) => void faults.push(...Object.keys(errors)) },
  );
  return { config, faults };
}

describe('the settings', () => {
  it('allow no host unless told', () => {
    const { config, faults } = read({});
    expect(faults).toEqual([]);
    expect(config).toMatchObject({ PORT: 4002, INTERNAL_PORT: 4102, FETCH_CONCURRENCY: 8 });
    expect(config.DEVELOPMENT_ALLOWED_HOSTS.size).toBe(0);
  });

  it('name hosts with their ports', () => {
    const { config } = read({ DEVELOPMENT_ALLOWED_HOSTS: '127.0.0.1:4010, Playground:4010,[::1]:80' });
    expect([...config.DEVELOPMENT_ALLOWED_HOSTS]).toEqual(['127.0.0.1:4010', 'playground:4010', '[::1]:80']);
  });

  it.each(['127.0.0.1', 'http://127.0.0.1:4010', 'a:80,,b:80', '::1:80', '*'])('refuse %j as hosts', (hosts) => {
    expect(read({ DEVELOPMENT_ALLOWED_HOSTS: hosts }).faults).toEqual(['DEVELOPMENT_ALLOWED_HOSTS']);
  });

  it.each(['0', '-1', '1.5', 'many'])('refuse %s fetches at once', (count) => {
    expect(read({ FETCH_CONCURRENCY: count }).faults).toEqual(['FETCH_CONCURRENCY']);
  });
});
