import { describe, expect, it } from '@jest/globals';
import { readinessOf, type HealthCheck } from './health.js';

const check = (name: string, isRequired: boolean, fault?: string): HealthCheck => ({
  name,
  isRequired,
  check: () => (fault ? Promise.reject(new Error(fault)) : Promise.resolve()),
});

describe('readiness', () => {
  it('is up when all that is needed is there', async () => {
    expect(await readinessOf([check('postgres', true)])).toEqual({ status: 'up', checks: { postgres: 'up' } });
  });

  it('is down, and says why, when something required is away', async () => {
    const readiness = await readinessOf([check('postgres', true, 'refused'), check('kafka', true)]);
    expect(readiness).toEqual({ status: 'down', checks: { postgres: 'refused', kafka: 'up' } });
  });

  it('is degraded when only something optional is away', async () => {
    expect(await readinessOf([check('postgres', true), check('kafka', false, 'refused')])).toMatchObject({
      status: 'degraded',
    });
  });
});
