import { describe, expect, it } from '@jest/globals';
import { v5 } from 'uuid';
import { deliveryIdOf } from './delivery-id.js';

const idOf = (executionId: string, userId: string, address: string, namespace = 'email') =>
  deliveryIdOf(executionId, { namespace, userId }, 'email', address);

describe('the id of a delivery', () => {
  it('is a UUIDv5 of execution, person, channel and address', () => {
    for (let index = 0; index < 500; index += 1) {
      const name = JSON.stringify([`UMA-${index}`, 'email', 'größe 😀', 'email', 'a@x.example']);
      expect(idOf(`UMA-${index}`, 'größe 😀', 'a@x.example')).toBe(v5(name, '6f1d3c1e-6a52-4c43-9e0b-0f6a8c9d7b21'));
    }
  });

  it('is the same for the same, whichever case the namespace is in', () => {
    expect(idOf('e', 'u', 'a', 'Email')).toBe(idOf('e', 'u', 'a', 'email'));
  });

  it('is another where anything differs', () => {
    const ids = [
      idOf('e', 'u', 'a'),
      idOf('f', 'u', 'a'),
      idOf('e', 'U', 'a'),
      idOf('e', 'u', 'b'),
      idOf('e', 'ua', ''),
    ];
    expect(new Set(ids).size).toBe(5);
  });
});
