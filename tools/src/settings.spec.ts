import { describe, expect, it } from '@jest/globals';
import { readSettings } from './settings.js';

describe('the settings of the local stack', () => {
  it('are the documented ports and our own servers unless the environment says otherwise', () => {
    expect(readSettings({}, '/clone')).toMatchObject({
      ports: { CAMPAIGN_MANAGER_PORT: 4000, TRIGGER_GATEWAY_PORT: 4001, PLAYGROUND_PORT: 4010, KAFKA_PORT: 4092 },
      brokers: undefined,
      databaseUrl: undefined,
      directory: '/clone/.clarion',
    });
  });

  it('point at existing servers', () => {
    const settings = readSettings({ KAFKA_BROKERS: 'a:9092, b:9092', DATABASE_URL: 'postgres://u:p@db/x' }, '/clone');
    expect(settings.brokers).toEqual(['a:9092', 'b:9092']);
    expect(settings.databaseUrl).toBe('postgres://u:p@db/x');
  });

  it.each(['x', '0', '70000', '1.5'])('refuse %p as a port, by its name', (value) => {
    expect(() => readSettings({ KAFKA_PORT: value }, '/clone')).toThrow(`KAFKA_PORT=${value} is no port`);
  });

  it('refuse two that would listen on the same port, internal ports included', () => {
    expect(() => readSettings({ KAFKA_PORT: '4010' }, '/clone')).toThrow(
      'PLAYGROUND_PORT and KAFKA_PORT are both 4010',
    );
    expect(() => readSettings({ POSTGRES_PORT: '4101' }, '/clone')).toThrow(
      'POSTGRES_PORT and TRIGGER_GATEWAY_PORT + 100 are both 4101',
    );
  });

  it('name all that is wrong at once', () => {
    expect(() => readSettings({ KAFKA_PORT: 'x', POSTGRES_PORT: 'y' }, '/clone')).toThrow(
      /KAFKA_PORT=x.*\n.*POSTGRES_PORT=y/,
    );
  });

  it('have a directory that means the same from everywhere', () => {
    expect(readSettings({ CLARION_DIRECTORY: 'here' }, '/clone').directory).toBe(`${process.cwd()}/here`);
  });

  it('refuse what is no database URL', () => {
    expect(() => readSettings({ DATABASE_URL: 'localhost' }, '/clone')).toThrow('DATABASE_URL is no URL');
  });
});
