import { describe, expect, it } from '@jest/globals';
import { deliveryQueryOf, isDeliveryId } from './delivery-query.js';

const id = '0198c0de-0000-7000-8000-000000000001';

describe('the query of a list of deliveries', () => {
  it('asks for 50 of any state unless told', () => {
    expect(deliveryQueryOf({})).toEqual({ limit: '50' });
    expect(deliveryQueryOf({ state: 'failed', limit: '100', after: id })).toEqual({
      state: 'failed',
      limit: '100',
      after: id,
    });
  });

  it.each([
    { limit: '0' },
    { limit: '101' },
    { limit: '1e1' },
    { limit: ['1', '2'] },
    { state: 'sent' },
    { state: ['failed', 'pending'] },
    { after: 'then' },
    { since: 'then' },
  ])('refuses %j', (query) => {
    expect(() => deliveryQueryOf(query)).toThrow(expect.objectContaining({ code: 'InvalidRequest' }));
  });
});

describe('the id of a delivery', () => {
  it('is a UUIDv7 as Postgres spells it', () => {
    expect(isDeliveryId(id)).toBe(true);
    for (const other of [id.toUpperCase(), id.replace('-7', '-4'), `${id}0`, '', 7])
      expect(isDeliveryId(other)).toBe(false);
  });
});
