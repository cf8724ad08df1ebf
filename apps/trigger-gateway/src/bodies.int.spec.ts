import 'reflect-metadata';
import { freePort, testDatabase, type TestDatabase } from '@clarion/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { startGateway, transactional, type Gateway } from './gateway-under-test.js';

/** Texts as callers have them, of any script. */
const text = (maxLength: number) =>
  fc
    .string({ unit: 'grapheme', minLength: 1, maxLength })
    .filter((one) => one.trim() !== '' && !/[\p{Cc}\p{Cs}]/u.test(one));
const values = fc.dictionary(
  text(12).filter((name) => name !== '__proto__' && name !== 'constructor'),
  fc.oneof(text(30), fc.integer(), fc.boolean(), fc.constant(null), fc.array(text(5), { maxLength: 3 })),
  { maxKeys: 4 },
);
const name = fc.stringMatching(/^[a-z0-9]{1,20}$/);
const recipient = fc.record(
  {
    type: fc.constantFrom('aep', 'external'),
    namespace: fc.constantFrom('email', 'Email', 'EMAIL'),
    userId: name.map((local) => `${local}@example.com`),
    channelData: fc.record(
      {
        emailAddress: name.map((local) => `${local}@example.org`),
        mobilePhoneNumber: fc.stringMatching(/^\+[1-9][0-9]{1,14}$/),
      },
      { requiredKeys: [] },
    ),
    mergePolicyName: text(40),
    profile: values,
    context: values,
    executionMetadata: fc.dictionary(
      name,
      text(20).filter((one) => !one.includes('{{')),
      { maxKeys: 5 },
    ),
    unknown: values,
  },
  { requiredKeys: ['type', 'namespace', 'userId'] },
);
const body = fc.record({
  requestId: fc.uuid(),
  campaignId: fc.constant('c1'),
  recipients: fc.uniqueArray(recipient, { minLength: 1, maxLength: 20, selector: ({ userId }) => userId }),
});

/** What no member of a body may be, and where that is said. */
const mutations: [member: string, pointer: string, bad: fc.Arbitrary<unknown>][] = [
  ['requestId', '/requestId', fc.oneof(fc.integer(), fc.constantFrom('', ' ', null, 'a\0', 'x'.repeat(256), {}))],
  ['campaignId', '/campaignId', fc.oneof(fc.boolean(), fc.constantFrom('', 'x'.repeat(65), [], null))],
  ['recipients', '/recipients', fc.oneof(text(5), fc.integer(), fc.constantFrom([], {}, null, [[]], [7]))],
  [
    '0.type',
    '/recipients/0/type',
    fc.oneof(
      text(5).filter((one) => one !== 'aep'),
      fc.constant(null),
    ),
  ],
  ['0.namespace', '/recipients/0/namespace', fc.constantFrom('', 'phone', 7, null, '\ud800')],
  ['0.userId', '/recipients/0/userId', fc.constantFrom('', 7, 'x\ny', 'x'.repeat(321), null)],
  ['0.channelData', '/recipients/0/channelData', fc.oneof(text(5), fc.integer(), fc.constant(null))],
  ['0.profile', '/recipients/0/profile', fc.oneof(text(5), fc.constantFrom(null, { a: ['\0'] }, { '\ud800': 1 }))],
  ['0.context', '/recipients/0/context', fc.oneof(fc.integer(), fc.constantFrom(null, { a: { b: 'x\udfff' } }))],
  ['0.executionMetadata', '/recipients/0/executionMetadata', fc.constantFrom(null, 'x', { a: 1 }, { a: '{{b}}' })],
  ['0.attachments', '/recipients/0/attachments', fc.constantFrom([], null, [{ fileName: 'a.pdf' }])],
];

describe('any body', () => {
  let home: TestDatabase;
  let gateway: Gateway;

  const post = (sent: unknown) => gateway.post<{ errors?: { pointer: string }[] }>('/v1/executions/unitary', sent);

  beforeAll(async () => {
    home = await testDatabase();
    // Nobody listens there: the manager is away.
    gateway = await startGateway(home.url, `http://127.0.0.1:${await freePort()}`);
    await gateway.activate([{ id: 'c1', body: transactional }]);
  });

  afterAll(async () => {
    await gateway.stop();
    await home.drop();
  });

  it('that keeps the rules is accepted', async () => {
    const property = fc.asyncProperty(body, async (sent) => {
      expect(await post(sent)).toMatchObject({ status: 202, body: { requestId: sent.requestId } });
    });
    await fc.assert(property, { numRuns: 200 });
  });

  it('that breaks one is refused, and told where', async () => {
    const mutated = fc
      .tuple(body, fc.constantFrom(...mutations))
      .chain(([sent, [member, pointer, bad]]) => bad.map((value) => ({ sent: changed(sent, member, value), pointer })));
    const property = fc.asyncProperty(mutated, async ({ sent, pointer }) => {
      const answer = await post(sent);
      expect(answer.status).toBe(400);
      expect(answer.body.errors?.some((error) => error.pointer.startsWith(pointer))).toBe(true);
    });
    await fc.assert(property, { numRuns: 300 });
  });

  it('of bytes is answered, never by 5xx', async () => {
    const json = body.map((sent) => JSON.stringify(sent));
    const cut = fc.tuple(json, fc.nat(), fc.string({ unit: 'binary', maxLength: 3 })).map(([whole, at, put]) => {
      const place = at % whole.length;
      return whole.slice(0, place) + put + whole.slice(place + put.length);
    });
    const property = fc.asyncProperty(fc.oneof(cut, fc.json(), fc.string({ unit: 'binary' })), async (sent) => {
      const { status } = await post(sent);
      // Where a byte was put in a text, it may be in order still; where the campaign is another one, the manager is away.
      expect([202, 400, 413, 415, 422, 503]).toContain(status);
      if (status === 503) expect((JSON.parse(sent) as { campaignId: string }).campaignId).not.toBe('c1');
    });
    await fc.assert(property, { numRuns: 300 });
  });
});

function changed(sent: object, member: string, value: unknown): object {
  if (!member.startsWith('0.')) return { ...sent, [member]: value };
  const { recipients } = sent as { recipients: object[] };
  return { ...sent, recipients: [{ ...recipients[0], [member.slice(2)]: value }, ...recipients.slice(1)] };
}
