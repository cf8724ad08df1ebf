import { describe, expect, it } from '@jest/globals';
import type { Webhook } from '@clarion/contracts';
import type { WebhookBody } from './webhook.body.js';
import { webhookFaults, webhookOf } from './webhook-of.js';

const url = 'https://hooks.example/clarion';
const body: WebhookBody = { name: 'Shop', url, events: ['sent'] };
const signing = { secret: { sealed: 'signing', host: 'hooks.example:443' } };
const seal = (secret: string, host: string) => `${secret}@${host}`;
const token = { name: 'X-Token', value: { sealed: 'old', host: 'hooks.example:443' } };
const kept: Webhook = { ...body, isEnabled: true, headers: [token], ...signing };
const given = (value: WebhookBody['headers']) => ({ ...body, headers: value ?? [] });

describe('a webhook as it is kept', () => {
  it('is enabled unless told, and has the secret that is ours', () => {
    expect(webhookOf(body, signing, { seal })).toEqual({ ...body, isEnabled: true, ...signing });
    expect(webhookOf({ ...body, isEnabled: false }, signing, { seal })).toMatchObject({ isEnabled: false });
  });

  it('has its headers sealed for the host of its URL', () => {
    const webhook = webhookOf(given([{ name: 'x-token', value: 'abc' }]), signing, { seal });
    const value = { sealed: 'abc@hooks.example:443', host: 'hooks.example:443' };
    expect(webhook).toMatchObject({ headers: [{ name: 'x-token', value }] });
  });

  it('keeps a header that is read and sent back, whatever its capitals', () => {
    const webhook = webhookOf(given([{ name: 'x-token', value: { isSet: true } }]), signing, { seal, kept });
    expect(webhook).toMatchObject({ headers: [{ name: 'x-token', value: token.value }] });
  });

  it('sends no secret to another host than the one that it was given for', () => {
    const moved = { ...given([{ name: 'x-token', value: { isSet: true } }]), url: 'https://other.example/' };
    expect(webhookOf(moved, signing, { seal, kept })).toMatchObject({ pointer: '/headers/0/value' });
  });

  it('cannot keep what is not there', () => {
    const unknown = given([{ name: 'x-other', value: { isSet: true } }]);
    expect(webhookOf(unknown, signing, { seal, kept })).toMatchObject({ pointer: '/headers/0/value' });
  });

  it('has no two headers of one name', () => {
    const twice = [
      { name: 'x-token', value: 'a' },
      { name: 'X-Token', value: 'b' },
    ];
    expect(webhookFaults(given(twice))).toEqual([{ pointer: '/headers/1/name', detail: 'name is that of /headers/0' }]);
    expect(webhookFaults(body)).toEqual([]);
  });
});
