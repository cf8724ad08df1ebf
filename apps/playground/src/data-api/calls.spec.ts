import { describe, expect, it } from '@jest/globals';
import { Calls, type Call } from './calls.js';

describe('Calls', () => {
  it('counts each path that was called', () => {
    const calls = new Calls();
    for (const path of ['/lineup', '/offers', '/lineup'] as const) calls.arrived(call({ path }));

    expect(calls.perPath()).toEqual({ '/lineup': 2, '/offers': 1 });
  });

  it('lists the newest first, with JSON as its value and anything else as text', () => {
    const calls = new Calls();
    calls.arrived(call({ idempotencyKey: 'a' }))('{"params":{}}');
    calls.arrived(call({ idempotencyKey: 'b' }))('{"params"');
    calls.arrived(call({}))('');

    expect([...calls.newestFirst()]).toEqual([
      call({}),
      { ...call({ idempotencyKey: 'b' }), body: '{"params"' },
      { ...call({ idempotencyKey: 'a' }), body: { params: {} } },
    ]);
  });

  it('keeps the newest calls, as many and as large as allowed, and counts all', () => {
    const calls = new Calls({ maxCalls: 3, maxText: 10 });
    const keys = () => [...calls.newestFirst()].map(({ idempotencyKey }) => idempotencyKey);

    for (const idempotencyKey of ['a', 'b', 'c', 'd']) calls.arrived(call({ idempotencyKey }))('1234');
    expect(keys()).toEqual(['d', 'c']);
    for (const idempotencyKey of ['e', 'f']) calls.arrived(call({ idempotencyKey }));
    expect(keys()).toEqual(['f', 'e', 'd']);
    expect(calls.perPath()).toEqual({ '/lineup': 6 });
  });

  it('forgets all on reset, and a body that comes after it', () => {
    const calls = new Calls();
    const addBody = calls.arrived(call({}));
    calls.reset();
    addBody('{}');

    expect(calls.perPath()).toEqual({});
    expect([...calls.newestFirst()]).toEqual([]);
  });
});

function call(some: Partial<Call>): Call {
  return { path: '/lineup', method: 'POST', at: '2026-01-02T03:04:05.000Z', headers: { host: 'localhost' }, ...some };
}
