import type { Campaign, ChannelConfiguration } from '@clarion/contracts';
import { describe, expect, it } from '@jest/globals';
import type { Delivery } from './delivery.js';
import { simpleParser } from 'mailparser';
import { renderMail } from './render-mail.js';

const campaign: Campaign = {
  name: 'Password reset',
  category: 'transactional',
  channel: 'email',
  channelConfigurationId: 'cc1',
  identityNamespace: 'email',
  createNewProfiles: true,
  content: [
    {
      treatment: 'default',
      locale: 'en',
      subject: 'Reset, {{context.name}}',
      html: '<a href="{{context.link}}">',
      text: '{{context.link}}',
    },
    { treatment: 'default', locale: 'es', subject: 'Hola', html: '<p>{{data.weather.0.condition}}</p>' },
  ],
};
const configuration: ChannelConfiguration = {
  name: 'Mail',
  channel: 'email',
  category: 'transactional',
  sender: { name: 'Shop', address: 'no-reply@shop.example' },
  provider: { type: 'smtp', host: 'localhost', port: 25 },
};
const content = { campaign, configuration };
const data = { weather: [{ lineNum: 1, condition: 'snow' }] };
const delivery: Delivery = {
  deliveryId: 'd1',
  executionId: 'UMA-1',
  sandbox: 'dev',
  traceparent: '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01',
  ordinal: 0,
  namespace: 'email',
  userId: 'ada@example.com',
  channel: 'email',
  address: 'ada@example.com',
  treatment: 'default',
  locale: 'en',
  context: { name: 'Ada', link: 'https://x/?a=1&b=2' },
  profile: {},
};

const decoded = async (encoded = '') => {
  const head = 'Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n';
  return (await simpleParser(head + encoded)).text;
};

describe('a rendered mail', () => {
  it('speaks the delivery’s language with its own values and data', async () => {
    const { html, text, ...rest } = renderMail(delivery, data, content);
    expect(rest).toMatchObject({ to: 'ada@example.com', subject: 'Reset, Ada' });
    expect(await decoded(html)).toBe('<a href="https://x/?a&#x3D;1&amp;b&#x3D;2">');
    expect(await decoded(text)).toBe('https://x/?a=1&b=2');
    const spanish = renderMail({ ...delivery, locale: 'es' }, data, content);
    expect(spanish).toMatchObject({ subject: 'Hola', text: undefined });
    expect(await decoded(spanish.html)).toBe('<p>snow</p>');
  });

  it('can be traced back to the call, and told from a repeat', () => {
    const { headers, messageId } = renderMail(delivery, data, content);
    expect(headers).toEqual({
      traceparent: delivery.traceparent,
      'X-Clarion-Execution-Id': 'UMA-1',
      'X-Clarion-Delivery-Id': 'd1',
    });
    expect(messageId).toBe('<d1@shop.example>');
    const sender = { name: 'Shop', address: 'no-reply@bücher.example' };
    const abroad = renderMail(delivery, data, { campaign, configuration: { ...configuration, sender } });
    expect(abroad.messageId).toBe('<d1@xn--bcher-kva.example>');
  });

  it('says where to unsubscribe in the headers and wherever its templates want it, if its content has such links', async () => {
    const html = '<a href="{{links.unsubscribe}}">Unsubscribe</a>';
    const marketing: Campaign = {
      ...campaign,
      category: 'marketing',
      content: [{ treatment: 'default', locale: 'en', subject: 'Offer', html, text: 'No more: {{links.unsubscribe}}' }],
    };
    const unsubscribeLinkOf = ({ deliveryId }: Delivery) => `https://mail.shop.example/u/${deliveryId}`;
    const mail = renderMail(delivery, data, { ...content, campaign: marketing, unsubscribeLinkOf });
    expect(mail.headers).toMatchObject({
      'List-Unsubscribe': '<https://mail.shop.example/u/d1>',
      'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click',
    });
    expect(await decoded(mail.html)).toBe('<a href="https://mail.shop.example/u/d1">Unsubscribe</a>');
    expect(await decoded(mail.text)).toBe('No more: https://mail.shop.example/u/d1');
    expect(() => renderMail(delivery, data, { ...content, campaign: marketing })).toThrow('links.unsubscribe');
  });

  it('keeps a subject on one line, whatever its values hold', () => {
    const context = { ...delivery.context, name: 'Ada\r\nBcc: eve@example.com' };
    expect(renderMail({ ...delivery, context }, data, content).subject).toBe('Reset, Ada Bcc: eve@example.com');
  });

  it('is not made where a value is missing', () => {
    expect(() => renderMail({ ...delivery, context: {} }, data, content)).toThrow('There is no value for context.name');
  });
});
