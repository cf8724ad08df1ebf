import { TrackingTokens } from '@clarion/security';
import { testDatabase, type TestDatabase } from '@clarion/testing';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { linkKey, startDispatcher, type DispatcherUnderTest } from './dispatcher-under-test.js';
import { newsTo } from './examples.js';

const tokens = new TrackingTokens([linkKey]);
const link = /href="https:\/\/mail\.shop\.example\/c\/([\w-]+)\.([\w-]+)"/;
const pixel = /<img src="https:\/\/mail\.shop\.example\/o\/([\w-]+)"/;

describe('the mails of a tracked campaign', () => {
  let home: TestDatabase;
  let dispatcher: DispatcherUnderTest;

  const htmlTo = async (...chunk: Parameters<typeof newsTo>) => {
    await dispatcher.handler.marketing([newsTo(...chunk)]);
    return dispatcher.mail.inbox.map(({ html }) => String(html));
  };

  beforeAll(async () => {
    home = await testDatabase();
    dispatcher = await startDispatcher(home.url);
  });

  beforeEach(() => {
    dispatcher.forget();
  });

  afterAll(async () => {
    await dispatcher.stop();
    await home.drop();
  });

  it('say of each which it is, and where its links lead; the unsubscribe link is left as it is', async () => {
    const sent = await htmlTo('BMA-1', 2);
    const identities = sent.map((html) => {
      expect(html).toContain('href="https://mail.shop.example/u/');
      const [, mark = '', sealed = ''] = link.exec(html) ?? [];
      expect(tokens.openLink(sealed)).toEqual({ sandbox: 'dev', url: 'https://shop.example/news?a=1&b=2' });
      const delivery = tokens.openDelivery(mark);
      expect(tokens.openDelivery(pixel.exec(html)?.[1] ?? '')).toEqual(delivery);
      return delivery;
    });
    const reports = dispatcher.reports().map(({ deliveryId, userId }) => ({ deliveryId, userId }));
    const shared = { sandbox: 'dev', namespace: 'crm', channel: 'email', executionId: 'BMA-1' };
    expect(identities).toHaveLength(2);
    expect(identities).toEqual(expect.arrayContaining(reports.map((report) => ({ ...shared, ...report }))));
  });

  it('are not tracked where they are proofs', async () => {
    const [html = ''] = await htmlTo('BMA-2', 1, { purpose: 'proof', subjectPrefix: '[Proof] ' });
    expect(html).toContain('href="https://shop.example/news?a=1&amp;b=2"');
    expect(html).not.toMatch(link);
    expect(html).not.toMatch(pixel);
    const [again = ''] = (await htmlTo('BMA-3', 1)).slice(-1);
    expect(again).toMatch(link);
  });
});
