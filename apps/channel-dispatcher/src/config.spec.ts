import { describe, expect, it } from '@jest/globals';
import { readConfig } from './config.js';

const environment = {
  DATABASE_URL: 'postgres://clarion@127.0.0.1:4032/clarion',
  KAFKA_BROKERS: '127.0.0.1:4092',
  SERVICE_TOKEN: 'token',
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

  it.each(['0', '-1', '1.5', 'much', '10000000'])('refuses a cache of %s MB', (value) => {
    expect(faultsIn({ SNAPSHOT_CACHE_MB: value })).toEqual(['SNAPSHOT_CACHE_MB']);
  });
});
