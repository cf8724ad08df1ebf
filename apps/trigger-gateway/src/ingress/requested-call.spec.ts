import 'reflect-metadata';
import type { ReceivedFromAnyone } from '@clarion/messaging';
import { describe, expect, it } from '@jest/globals';
import { requestedCall } from './requested-call.js';

const recipients = [{ type: 'aep', namespace: 'email', userId: 'ada@example.com' }];
const unitary = { requestId: 'r-1', campaignId: 'c1', recipients };

const eventOf = (json: string, changes: Partial<ReceivedFromAnyone> = {}): ReceivedFromAnyone => ({
  id: 'e-1',
  source: '/shop',
  key: 'k',
  data: JSON.parse(json) as unknown,
  traceparent: '',
  topic: 'execution.requested.v1',
  partition: 0,
  offset: '0',
  attribute: () => undefined,
  headers: {},
  value: Buffer.from(json),
  ...changes,
});
const called = (data: object, changes: Partial<ReceivedFromAnyone> = {}) =>
  requestedCall(eventOf(JSON.stringify(data), changes));

describe('the call that an event asks for', () => {
  it('is for the recipients that its data names, just as HTTP would get it', async () => {
    expect(await called(unitary)).toEqual({ kind: 'unitary', body: unitary });
  });

  it('is for an audience where its data names no recipients', async () => {
    const body = { requestId: 'r-1', campaignId: 'm1', audience: { id: 'a1' }, context: { a: 1 } };
    expect(await called(body)).toEqual({ kind: 'audience', body });
  });

  it('without a requestId has one that stands for the source and the id of the event', async () => {
    const requestIds = async (changes: Partial<ReceivedFromAnyone> = {}) => {
      return (await called({ ...unitary, requestId: undefined }, changes)).body.requestId;
    };
    // printf '/shop\ne-1' | sha256sum
    expect(await requestIds()).toBe('ce:9df7faa7f4e8bce8af34c48a271ed29170e2c437972ea30181624e186aad5d6b');
    expect(await requestIds({ id: 'e-2' })).not.toBe(await requestIds());
    expect(await requestIds({ source: '/sho', id: 'pe-1' })).not.toBe(await requestIds());
  });

  it.each([
    ['no object', '[]', { status: 400, code: 'InvalidRequest' }],
    ['null', 'null', { status: 400, code: 'InvalidRequest' }],
    ['a requestId that is null', '{"requestId":null,"campaignId":"m1"}', { status: 400, code: 'InvalidRequest' }],
    ['a member for prototypes', '{"campaignId":"m1","__proto__":{}}', { status: 400, code: 'MalformedJson' }],
    ['one deep within', '{"context":{"a":[{"\\u005f_proto__":1}]}}', { status: 400, code: 'MalformedJson' }],
    ['more than 200 levels', `${'['.repeat(300)}${']'.repeat(300)}`, { status: 400, code: 'InvalidRequest' }],
    ['more than 1 MB', `{"context":"${'x'.repeat(1024 * 1024)}"}`, { status: 413, code: 'BodyTooLarge' }],
  ])('is refused with %s', async (_, json, problem) => {
    await expect(requestedCall(eventOf(json))).rejects.toMatchObject(problem);
  });

  it('is refused with the pointer of every fault', async () => {
    const { requestId, campaignId } = unitary;
    await expect(called({ requestId, recipients: [] })).rejects.toMatchObject({
      details: { errors: expect.arrayContaining([expect.objectContaining({ pointer: '/recipients' })]) },
    });
    await expect(called({ campaignId, requestId: 'a\0' })).rejects.toMatchObject({
      details: { errors: [expect.objectContaining({ pointer: '/requestId' })] },
    });
  });
});
