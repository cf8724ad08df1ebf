import { describe, expect, it } from '@jest/globals';
import { Webhook } from 'standardwebhooks';
import { signedHeaders } from './signed-headers.js';

const secret = `whsec_${Buffer.alloc(32, 7).toString('base64')}`;
const other = `whsec_${Buffer.alloc(32, 8).toString('base64')}`;
const signed = {
  id: '0198c0de-0000-7000-8000-000000000001',
  at: new Date(),
  body: '{"type":"message.feedback","ä":1}',
};

describe('the headers of a webhook', () => {
  it('are what the reference implementation of Standard Webhooks makes', () => {
    expect(signedHeaders(signed, [secret])).toEqual({
      'webhook-id': signed.id,
      'webhook-timestamp': String(Math.floor(signed.at.getTime() / 1_000)),
      'webhook-signature': new Webhook(secret).sign(signed.id, signed.at, signed.body),
    });
  });

  it('let receivers know either secret while it is being changed', () => {
    const headers = signedHeaders(signed, [secret, other]);
    expect(new Webhook(secret).verify(signed.body, headers)).toMatchObject({ type: 'message.feedback' });
    expect(new Webhook(other).verify(signed.body, headers)).toMatchObject({ type: 'message.feedback' });
  });

  it('fit no other body, id, time or secret', () => {
    const headers = signedHeaders(signed, [secret]);
    const refused = (body: string, changed: object, by = secret) => {
      expect(() => new Webhook(by).verify(body, { ...headers, ...changed })).toThrow();
    };
    refused(`${signed.body} `, {});
    refused(signed.body, { 'webhook-id': 'another' });
    refused(signed.body, { 'webhook-timestamp': String(Math.floor(signed.at.getTime() / 1_000) - 1) });
    refused(signed.body, {}, other);
  });
});
