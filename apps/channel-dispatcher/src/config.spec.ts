import { describe, expect, it } from '@jest/globals';
import { readConfig } from './config.js';

const environment = {
  DATABASE_URL: 'postgres://clarion@127.0.0.1:4032/clarion',
  KAFKA_BROKERS: '127.0.0.1:4092',
  SERVICE_TOKEN: 'token',
  LINK_KEYS: Buffer.alloc(32).toString('base64'),
  PUBLIC_URL: 'https://mail.example.com',
};

/** The names of the settings that are wrong. */
const faultsIn = (more: Record<string, string>): string[] => {
  const faulty: string[] = [];
  readConfig({ ...environment, ...more }, { reporter: ({ errors }) => faulty.push(...Object.keys(errors)) });
  return faulty;
};

describe('the configuration', () => {
  it('serves both categories unless told', () => {
    expect(readConfig(environment)).toMatchObject({
      CATEGORIES: ['transactional', 'marketing'],
      FETCHER_INTERNAL_URL: 'http://127.0.0.1:4102',
      SNAPSHOT_CACHE_MB: 64,
      DISPATCH_WINDOW: 256,
      SMTP_REPLY_TIMEOUT_SECONDS: 600,
    });
  });

  it.each([
    ['transactional', ['transactional']],
    ['marketing', ['marketing']],
    ['marketing, transactional,marketing', ['marketing', 'transactional']],
  ])('takes the categories %s', (value, expected) => {
    expect(readConfig({ ...environment, CATEGORIES: value }).CATEGORIES).toEqual(expected);
  });

  it.each(['bulk', 'transactional;marketing', 'transactional,'])('refuses the categories %s', (value) => {
    expect(faultsIn({ CATEGORIES: value })).toEqual(['CATEGORIES']);
  });

  it.each(['0', '3', '-1', '1.5', 'all'])('refuses a window of %s', (value) => {
    expect(faultsIn({ DISPATCH_WINDOW: value })).toEqual(['DISPATCH_WINDOW']);
  });

  it.each(['0', '601', 'long'])('refuses to wait %s s for a mail server', (value) => {
    expect(faultsIn({ SMTP_REPLY_TIMEOUT_SECONDS: value })).toEqual(['SMTP_REPLY_TIMEOUT_SECONDS']);
  });

  it.each(['0', '-1', '1.5', 'much', '10000000'])('refuses a cache of %s MB', (value) => {
    expect(faultsIn({ SNAPSHOT_CACHE_MB: value })).toEqual(['SNAPSHOT_CACHE_MB']);
  });

  it.each([
    ['https://mail.example.com/', 'https://mail.example.com'],
    ['https://mail.example.com/clarion//', 'https://mail.example.com/clarion'],
    ['https://bücher.example', 'https://xn--bcher-kva.example'],
    ['http://localhost:4005', 'http://localhost:4005'],
    ['http://127.0.0.1:4005', 'http://127.0.0.1:4005'],
    ['http://[::1]:4005', 'http://[::1]:4005'],
  ])('takes %s for where recipients reach us', (value, expected) => {
    expect(readConfig({ ...environment, PUBLIC_URL: value }).PUBLIC_URL).toBe(expected);
  });

  it.each([
    '',
    'mail.example.com',
    'ftp://mail.example.com',
    'http://mail.example.com',
    'http://localhost.example.com',
    'https://user:word@mail.example.com',
    'https://mail.example.com?x=1',
    'https://mail.example.com/#top',
  ])('refuses %j for it', (value) => {
    expect(faultsIn({ PUBLIC_URL: value })).toEqual(['PUBLIC_URL']);
  });

  it('refuses keys of links that are none', () => {
    expect(faultsIn({ LINK_KEYS: 'development-only' })).toEqual(['LINK_KEYS']);
  });
});
