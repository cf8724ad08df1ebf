import { describe, expect, it } from '@jest/globals';
import { environmentOf, type ProgramName } from './programs.js';
import { readSettings } from './settings.js';

const keys = { secretsKeys: 'k', linkKeys: 'l', webhookKeys: 'w' };
const credentials = { apiKey: { id: 'ck_1', secret: 'cs_1' }, serviceToken: 't', ...keys };
const environment = (name: ProgramName) =>
  environmentOf(name, readSettings({ PLAYGROUND_PORT: '5010', DATA_FETCHER_PORT: '5002' }, '/clone'), credentials, {
    brokers: ['127.0.0.1:4092'],
    databaseUrl: 'postgres://x',
  });

describe('what a program is told', () => {
  it('is where it finds the others', () => {
    expect(environment('channel-dispatcher')['FETCHER_INTERNAL_URL']).toBe('http://127.0.0.1:5102');
    expect(environment('campaign-manager')).toMatchObject({
      GATEWAY_INTERNAL_URL: 'http://127.0.0.1:4101',
      DISPATCHER_INTERNAL_URL: 'http://127.0.0.1:4104',
      GATEWAY_URL: 'http://127.0.0.1:4001',
    });
    expect(environment('data-fetcher')).toMatchObject({
      PORT: '5002',
      INTERNAL_PORT: '5102',
      RESOLVER_INTERNAL_URL: 'http://127.0.0.1:4103',
      MANAGER_INTERNAL_URL: 'http://127.0.0.1:4100',
    });
  });

  it('has the keys of secrets only for who seals and who opens them', () => {
    expect(environment('campaign-manager')['SECRETS_KEYS']).toBe('k');
    expect(environment('data-fetcher')['SECRETS_KEYS']).toBe('k');
    expect(environment('channel-dispatcher')).not.toHaveProperty('SECRETS_KEYS');
    expect(environment('playground')).not.toHaveProperty('SECRETS_KEYS');
  });

  it('has the keys of links only for who makes and who answers them, and where they lead for the one', () => {
    expect(environment('channel-dispatcher')).toMatchObject({ LINK_KEYS: 'l', PUBLIC_URL: 'http://127.0.0.1:4005' });
    expect(environment('feedback')['LINK_KEYS']).toBe('l');
    expect(environment('audience-resolver')).not.toHaveProperty('LINK_KEYS');
  });

  it('has the keys of webhooks only for who seals and who opens their secrets', () => {
    expect(environment('campaign-manager')['WEBHOOK_KEYS']).toBe('w');
    expect(environment('feedback')['WEBHOOK_KEYS']).toBe('w');
    expect(environment('feedback')).not.toHaveProperty('SECRETS_KEYS');
    expect(environment('data-fetcher')).not.toHaveProperty('WEBHOOK_KEYS');
  });

  it('lets only who calls what stands outside call the playground, which has no certificate', () => {
    expect(environment('data-fetcher')['DEVELOPMENT_ALLOWED_HOSTS']).toBe('127.0.0.1:5010');
    expect(environment('feedback')['DEVELOPMENT_ALLOWED_HOSTS']).toBe('127.0.0.1:5010');
    expect(environment('trigger-gateway')).not.toHaveProperty('DEVELOPMENT_ALLOWED_HOSTS');
  });

  it('lets whoever tries things out make as many calls as they like', () => {
    expect(environment('trigger-gateway')).toMatchObject({ EXECUTIONS_PER_SECOND: '1000000' });
  });
});
