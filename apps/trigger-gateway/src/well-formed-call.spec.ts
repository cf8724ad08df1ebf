import 'reflect-metadata';
import { Problem } from '@clarion/service';
import { describe, expect, it } from '@jest/globals';
import { kindOf, wellFormedCall, type SentRequest } from './well-formed-call.js';

const ada = { type: 'aep', namespace: 'email', userId: 'ada@example.com' };
const body = { requestId: 'r1', campaignId: 'c1', recipients: [ada] };
const unitary = (sent: Partial<SentRequest>) => wellFormedCall('unitary', { body, isPartial: false, ...sent });

async function refusal(sent: Partial<SentRequest>): Promise<Problem> {
  const problem: unknown = await unitary(sent).catch((error: unknown) => error);
  if (!(problem instanceof Problem)) throw new Error('was accepted');
  return problem;
}
const pointersOf = async (sent: Partial<SentRequest>) =>
  (await refusal(sent)).details.errors?.map(({ pointer }) => pointer);
const pointersOfRecipient = (changes: object) =>
  pointersOf({ body: { ...body, recipients: [{ ...ada, ...changes }] } });

describe('a call', () => {
  it('is for those whom it names, else for an audience', () => {
    expect(kindOf(body)).toBe('unitary');
    expect(kindOf({ campaignId: 'c1' })).toBe('audience');
    expect(kindOf([])).toBe('audience');
  });

  it('has what Adobe’s bodies have, and keeps what they do not', async () => {
    const recipients = [
      {
        ...ada,
        mergePolicyName: 'DefaultTimeBased',
        mergePolicySchema: '_xdm.context.profile',
        channelData: {
          emailAddress: 'ada@example.org',
          mobilePhoneNumber: '+4915112345678',
          pushInfo: { appID: 'app', platform: 'fcm', token: 't' },
        },
        profile: { person: { name: { firstName: 'Ada' } } },
        context: { offerCode: 'THANKSGIVING' },
        executionMetadata: { order: '7' },
      },
    ];
    const sent = { ...body, recipients, beside: 1 };
    expect(await unitary({ body: sent })).toEqual({ kind: 'unitary', body: sent });
  });

  it.each([
    [{ channelData: { emailAddress: 'ada@' } }, '/recipients/0/channelData/emailAddress'],
    [{ channelData: { mobilePhoneNumber: '+0151' } }, '/recipients/0/channelData/mobilePhoneNumber'],
    [{ channelData: { mobilePhoneNumber: '+1234567890123456' } }, '/recipients/0/channelData/mobilePhoneNumber'],
    [{ channelData: { mobilePhoneNumber: '0151-123' } }, '/recipients/0/channelData/mobilePhoneNumber'],
    [{ channelData: { pushInfo: { appID: 'a', platform: 'b' } } }, '/recipients/0/channelData/pushInfo/token'],
    [{ mergePolicyName: 7 }, '/recipients/0/mergePolicyName'],
    [{ executionMetadata: [] }, '/recipients/0/executionMetadata'],
    [{ attachments: [] }, '/recipients/0/attachments'],
    [{ type: 'crm' }, '/recipients/0/type'],
  ])('is refused for a recipient with %j', async (changes, pointer) => {
    expect(await pointersOfRecipient(changes)).toEqual([pointer]);
  });

  it('tells in its refusal which one it was, as Adobe does', async () => {
    const named = { requestId: 'r1', campaignId: 'c1' };
    expect((await refusal({ body: { ...body, recipients: 7 } })).details.additionalContext).toEqual(named);
    expect((await refusal({ body: { requestId: 7, campaignId: 'c1' } })).details.additionalContext).toEqual({
      campaignId: 'c1',
    });
    expect((await refusal({ body: null })).details.additionalContext).toEqual({});
  });
});

describe('the header Idempotency-Key', () => {
  const unnamed = { campaignId: 'c1', recipients: [ada] };

  it('stands for a requestId that is not there', async () => {
    const call = await unitary({ body: unnamed, idempotencyKey: 'k1' });
    expect(call).toEqual({ kind: 'unitary', body: { ...unnamed, requestId: 'k1' } });
    expect(
      await wellFormedCall('audience', { body: { campaignId: 'c1' }, idempotencyKey: 'k', isPartial: false }),
    ).toEqual({ kind: 'audience', body: { campaignId: 'c1', requestId: 'k' } });
    expect(await pointersOf({ body: unnamed })).toEqual(['/requestId']);
  });

  it('may be given beside the same requestId, and beside no other', async () => {
    expect(await unitary({ idempotencyKey: 'r1' })).toEqual({ kind: 'unitary', body });
    expect(await refusal({ idempotencyKey: 'k1' })).toMatchObject({ status: 400, code: 'IdempotencyKeyDiffers' });
    expect(await pointersOf({ idempotencyKey: 'k1' })).toEqual(['/requestId']);
  });

  it.each([
    ['nothing', ' '],
    ['too much', 'x'.repeat(256)],
    ['a control character', 'a\u0007'],
  ])('is refused with %s', async (_, idempotencyKey) => {
    expect(await refusal({ body: unnamed, idempotencyKey })).toMatchObject({ status: 400, code: 'InvalidRequest' });
  });
});

describe('a call that may be accepted in part', () => {
  const bad = { ...ada, type: 'crm' };
  const partial = (recipients: unknown) => ({ body: { ...body, recipients }, isPartial: true });

  it('goes on without the recipients that are not in order', async () => {
    const sent = partial([bad, ada, 'text']);
    expect(await unitary(sent)).toMatchObject({
      body: { requestId: 'r1', recipients: [ada] },
      partial: {
        sent: sent.body,
        indexes: [1],
        refused: [
          { index: 0, code: 'InvalidRequest', errors: [{ pointer: '/recipients/0/type' }] },
          { index: 2, code: 'InvalidRequest' },
        ],
      },
    });
  });

  it('has nobody left out where all are in order', async () => {
    expect(await unitary(partial([ada]))).toMatchObject({ partial: { indexes: [0], refused: [] } });
  });

  it('is refused where nobody is, or where more than recipients is wrong', async () => {
    expect(await pointersOf(partial([bad, bad]))).toEqual(['/recipients/0/type', '/recipients/1/type']);
    expect(await pointersOf(partial([]))).toEqual(['/recipients']);
    expect(new Set(await pointersOf(partial('text')))).toEqual(new Set(['/recipients']));
    expect(await pointersOf({ body: { requestId: 'r1', recipients: [ada] }, isPartial: true })).toEqual([
      '/campaignId',
    ]);
    const twentyOne = Array.from({ length: 21 }, (_, index) => ({ ...ada, userId: `u${index}@x.io` }));
    expect(await pointersOf(partial(twentyOne))).toEqual(['/recipients']);
  });
});
