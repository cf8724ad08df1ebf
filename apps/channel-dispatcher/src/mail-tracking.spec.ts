import type { Campaign, ChannelConfiguration } from '@clarion/contracts';
import { TrackingTokens } from '@clarion/security';
import { describe, expect, it } from '@jest/globals';
import { randomBytes } from 'node:crypto';
import type { Delivery } from './delivery.js';
import { MailTracking } from './mail-tracking.js';
import { decoded } from './preview/decoded.js';
import { renderMail } from './render-mail.js';

const key = randomBytes(32);
const tokens = new TrackingTokens([key]);
const publicUrl = 'https://mail.shop.example/clarion';
const tracking = new MailTracking(publicUrl, [key]);
const configuration: ChannelConfiguration = {
  name: 'Mail',
  channel: 'email',
  category: 'marketing',
  sender: { name: 'Shop', address: 'no-reply@shop.example' },
  provider: { type: 'smtp', host: 'localhost', port: 25 },
};
const delivery: Delivery = {
  deliveryId: 'd1',
  executionId: 'BMA-1',
  sandbox: 'dev',
  traceparent: '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01',
  ordinal: 0,
  namespace: 'crmId',
  userId: 'ada',
  channel: 'email',
  address: 'ada@example.com',
  treatment: 'default',
  locale: 'en',
  context: { link: 'https://shop.example/?a=1&b=2', phone: 'tel:123' },
  profile: {},
};
const identity = {
  sandbox: 'dev',
  namespace: 'crmId',
  userId: 'ada',
  channel: 'email',
  executionId: 'BMA-1',
  deliveryId: 'd1',
};

const both = { opens: true, clicks: true };
const mailOf = (html: string, said: Campaign['tracking'] = both, changes: Partial<Delivery> = {}) => {
  const campaign: Campaign = {
    name: 'Offers',
    category: 'marketing',
    channel: 'email',
    channelConfigurationId: 'cc1',
    identityNamespace: 'crmId',
    createNewProfiles: false,
    tracking: said,
    content: [{ treatment: 'default', locale: 'en', subject: 'x', html, text: 'https://shop.example' }],
  };
  const unsubscribeLinkOf = () => `${publicUrl}/u/token`;
  const mail = renderMail({ ...delivery, ...changes }, {}, { campaign, configuration, unsubscribeLinkOf, tracking });
  return { ...mail, html: decoded(mail.html), text: decoded(mail.text ?? '') };
};
const hrefsIn = (html: string) => [...html.matchAll(/href="([^"]*)"/g)].map(([, href]) => href ?? '');
/** What is opened by a link of a mail. */
const openedBy = (href = '') => {
  const [, mark = '', link = ''] = /^https:\/\/mail\.shop\.example\/clarion\/c\/([\w-]+)\.([\w-]+)$/.exec(href) ?? [];
  return { delivery: tokens.openDelivery(mark), link: tokens.openLink(link) };
};

describe('a tracked mail', () => {
  it('has links that say which delivery they are of and where they lead, and a pixel that says the first', () => {
    const { html } = mailOf(
      '<a href="https://shop.example/ä b?c=1&amp;d">a</a><a href="{{context.link}}">b</a></body>',
    );
    const [fixed, own] = hrefsIn(html);
    expect(openedBy(fixed)).toEqual({
      delivery: identity,
      link: { sandbox: 'dev', url: 'https://shop.example/%C3%A4%20b?c=1&d' },
    });
    expect(openedBy(own)).toEqual({
      delivery: identity,
      link: { sandbox: 'dev', url: 'https://shop.example/?a=1&b=2' },
    });
    const [, mark = ''] =
      /<img src="https:\/\/mail\.shop\.example\/clarion\/o\/([\w-]+)"[^>]* alt=""[^>]*><\/body>$/.exec(html) ?? [];
    expect(tokens.openDelivery(mark)).toEqual(identity);
  });

  it('is another for each delivery, of one template', () => {
    const html = '<a href="https://shop.example">';
    const [one, other] = ['d1', 'd2'].map((deliveryId) => mailOf(html, both, { deliveryId }).html);
    expect(openedBy(hrefsIn(one ?? '')[0]).delivery).toMatchObject({ deliveryId: 'd1' });
    expect(openedBy(hrefsIn(other ?? '')[0]).delivery).toMatchObject({ deliveryId: 'd2' });
  });

  it.each([
    'https://mail.shop.example/clarion/u/token',
    '{{links.unsubscribe}}',
    'mailto:shop@example.com',
    'tel:123',
    '{{context.phone}}',
    '#top',
    '/offers',
    'javascript:alert(1)',
    'https://',
    `https://shop.example/${'x'.repeat(2_000)}`,
  ])('leaves other links as they are: %s', (href) => {
    const { html } = mailOf(`<a href="${href}">`, { clicks: true });
    expect(hrefsIn(html)).toEqual([
      href.replace('{{links.unsubscribe}}', `${publicUrl}/u/token`).replace('{{context.phone}}', 'tel:123'),
    ]);
  });

  it('leaves its text and its headers as they are', () => {
    const { text, headers } = mailOf('<p>x</p>');
    expect(text).toBe('https://shop.example');
    expect(headers['List-Unsubscribe']).toBe(`<${publicUrl}/u/token>`);
  });

  it('has what its campaign wants only', () => {
    const html = '<a href="https://shop.example/">';
    expect(mailOf(html, { opens: true }).html).toMatch(/^<a href="https:\/\/shop\.example\/"><img /);
    expect(mailOf(html, { opens: false, clicks: true }).html).toMatch(/^<a href="https:\/\/mail[^<]*$/);
  });

  it('has no html where its campaign has none', () => {
    expect(mailOf('').html).toBe('');
  });

  it('stands in an attribute of either quotes, whatever the public URL has', () => {
    const strange = new MailTracking(`https://mail.example/it's&that`, [key]).of({ clicks: true }, 'dev');
    expect(strange.linkTo?.('https://shop.example')?.before).toBe('https://mail.example/it&#39;s&amp;that/c/');
  });
});
