import { UnsubscribeTokens } from '@clarion/security';
import { testDatabase, type TestDatabase } from '@clarion/testing';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { ParsedMail } from 'mailparser';
import { linkKey, startDispatcher, type DispatcherUnderTest } from './dispatcher-under-test.js';
import { couponsFor, reset } from './examples.js';

const link = /^List-Unsubscribe: <https:\/\/mail\.shop\.example\/u\/([\w-]+)>$/;

describe('the unsubscribe links', () => {
  let home: TestDatabase;
  let dispatcher: DispatcherUnderTest;

  const headerOf = ({ headerLines }: ParsedMail, name: string) => headerLines.find(({ key }) => key === name)?.line;

  beforeAll(async () => {
    home = await testDatabase();
    dispatcher = await startDispatcher(home.url);
    dispatcher.fetcher.rows = { 'coupon-1': ['A', 'B'].map((code, index) => ({ lineNum: index + 1, code })) };
  });

  beforeEach(() => {
    dispatcher.forget();
  });

  afterAll(async () => {
    await dispatcher.stop();
    await home.drop();
  });

  it('stand in the headers of each marketing mail, and say for whom and what they are', async () => {
    const chunk = couponsFor('BMA-1', [{}, {}]);
    await dispatcher.handler.marketing([chunk]);
    const tokens = new UnsubscribeTokens([linkKey]);
    const claims = dispatcher.mail.inbox.map((mail) => {
      expect(headerOf(mail, 'list-unsubscribe-post')).toBe('List-Unsubscribe-Post: List-Unsubscribe=One-Click');
      return tokens.open(link.exec(headerOf(mail, 'list-unsubscribe') ?? '')?.[1] ?? '');
    });
    const shared = { sandbox: 'dev', namespace: 'crm', channel: 'email', executionId: 'BMA-1', locale: 'en' };
    const expected = chunk.data.deliveries.map(({ deliveryId, userId }) => ({ ...shared, deliveryId, userId }));
    expect(claims).toHaveLength(2);
    expect(claims).toEqual(expect.arrayContaining(expected));
  });

  it('stand in no transactional mail', async () => {
    await dispatcher.handler.transactional([reset('UMA-1', { link: 'https://x' })]);
    const [mail] = dispatcher.mail.inbox;
    expect(mail?.headerLines.filter(({ key }) => key.startsWith('list-'))).toEqual([]);
    expect(mail).toMatchObject({ text: 'https://x' });
  });
});
