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

  it('refuse what is no database URL', () => {
    expect(() => readSettings({ DATABASE_URL: 'localhost' }, '/clone')).toThrow('DATABASE_URL is no URL');
  });
});
