import type { Campaign } from '@clarion/contracts';
import { testDatabase, type TestDatabase } from '@clarion/testing';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { startDispatcher, type DispatcherUnderTest } from '../dispatcher-under-test.js';
import { definitionsFor, matchDayIn, matchDayRows } from '../examples.js';
import type { Preview } from './preview.js';

const campaigns = new Map(
  definitionsFor({ transactional: 1, marketing: 1 }).map(({ id, body }) => [id, body as unknown as Campaign]),
);
const link = 'https://mail.shop.example/u/preview';

describe('a preview', () => {
  let home: TestDatabase;
  let dispatcher: DispatcherUnderTest;

  const ask = async (question: object) => {
    const answer = await dispatcher.app.inject({
      method: 'POST',
      url: '/internal/previews',
      headers: { 'content-type': 'application/json' },
      payload: JSON.stringify({ sandbox: 'dev', ...question }),
    });
    return { status: answer.statusCode, ...answer.json<Preview>() };
  };
  const recipient = (changes: object = {}) => ({
    address: 'ada@x.example',
    treatment: 'default',
    locale: 'en',
    context: { home: 'Larks', away: 'Owls' },
    profile: { homeAddress: { city: 'Oslo' } },
    ...changes,
  });
  const snapshots = { lineup: { snapshotId: 'lineup-1' }, weather: { snapshotId: 'weather-1' } };
  const matchDay = (changes: object = {}, data: object = snapshots) =>
    ask({ campaign: campaigns.get('match-day'), recipient: recipient(changes), data });
  const written = (content: object, changes: object = {}) => {
    const variant = { treatment: 'default', locale: 'en', subject: 'Hi', html: '', ...content };
    const campaign = { ...campaigns.get('reset'), content: [variant] };
    return ask({ campaign, recipient: recipient(changes), data: {} });
  };

  beforeAll(async () => {
    home = await testDatabase();
    dispatcher = await startDispatcher(home.url);
    await dispatcher.app.init();
    await dispatcher.app.getHttpAdapter().getInstance().ready();
  });

  beforeEach(() => {
    dispatcher.fetcher.rows = { ...matchDayRows };
    dispatcher.fetcher.mood = 'well';
  });

  afterAll(async () => {
    await dispatcher.stop();
    await home.drop();
  });

  it('is the mail that is then sent, but for the unsubscribe link, and sends and keeps nothing', async () => {
    const { status, mail, data, findings } = await matchDay();
    expect({ status, findings }).toEqual({ status: 200, findings: [] });
    expect(mail).toEqual({
      from: { name: 'Shop', address: 'no-reply@shop.example' },
      to: 'ada@x.example',
      subject: 'Larks - Owls',
      html: '<p>See the text</p>',
      text: 'The Larks, Owl, snow',
      headers: { 'List-Unsubscribe': `<${link}>`, 'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click' },
      bytes: { html: 19, text: 20, message: expect.any(Number) },
    });
    expect(data).toEqual({
      lineup: { rowCount: 2, shown: matchDayRows['lineup-1'] },
      weather: { rowCount: 1, shown: [{ lineNum: 1, region: 'Oslo', condition: 'snow' }] },
    });
    expect(dispatcher.mail.inbox).toEqual([]);
    expect(await dispatcher.database.selectFrom('deliveries').selectAll().execute()).toEqual([]);

    await dispatcher.handler.marketing([matchDayIn('BMA-1', ['Oslo'])]);
    const [sent] = dispatcher.mail.inbox;
    expect([sent?.subject, sent?.html, sent?.text?.trim()]).toEqual([mail?.subject, mail?.html, mail?.text]);
  });

  it('takes rows that are given instead of a snapshot', async () => {
    const rows = { lineup: { rows: [{ lineNum: 1, act: 'Wren' }] }, weather: { rows: matchDayRows['weather-1'] } };
    expect((await matchDay({}, rows)).mail?.text).toBe('Wren, snow');
  });

  it('gives the recipient the first row where each has one, and null for what failed and is ignored', async () => {
    const campaign = campaigns.get('coupons');
    const data = { coupon: { rows: [{ lineNum: 1, code: 'GOAL' }] }, offers: null };
    const { mail, data: shown } = await ask({ campaign, recipient: recipient(), data });
    expect(mail?.text).toBe('GOAL: no offers');
    expect(shown).toEqual({
      coupon: { rowCount: 1, shown: { lineNum: 1, code: 'GOAL' } },
      offers: { rowCount: 0, shown: null },
    });
  });

  it('says why the recipient would get nothing', async () => {
    const bergen = await matchDay({ profile: { homeAddress: { city: 'Bergen' } } });
    expect(bergen).toMatchObject({ findings: [{ severity: 'error', code: 'NoMatchingRow' }] });
    expect(bergen.mail).toBeUndefined();
    expect(await matchDay({}, { ...snapshots, weather: { snapshotId: 'weather-0' } })).toMatchObject({
      findings: [{ code: 'SnapshotExpired', pointer: '/dataSources/1' }],
    });
    expect(
      await ask({ sandbox: 'prod', campaign: campaigns.get('reset'), recipient: recipient(), data: {} }),
    ).toMatchObject({ findings: [{ code: 'ConfigurationMissing', pointer: '/channelConfigurationId' }] });
  });

  it('names what is wrong in each part of the message, with line and column', async () => {
    const html = '<p>\n  {{context.total}}</p>';
    const { mail, findings } = await written({ subject: '{{context.home', html, text: '{{profile.name}}' });
    expect(mail).toBeUndefined();
    const fault = { severity: 'error', code: 'RenderFailed' };
    expect(findings).toEqual([
      { ...fault, pointer: '/content/0/subject', detail: expect.stringContaining('(line and column 1:') },
      { ...fault, pointer: '/content/0/html', detail: 'There is no value for context.total (line and column 2:4)' },
      { ...fault, pointer: '/content/0/text', detail: 'There is no value for profile.name (line and column 1:2)' },
    ]);
  });

  it('warns of HTML that mail programs cut off, and counts bytes, not characters', async () => {
    expect((await written({ html: 'é'.repeat(51_200) })).findings).toEqual([]);
    const { mail, findings } = await written({ html: `${'é'.repeat(51_200)}.` });
    expect(mail?.bytes).toMatchObject({ html: 102_401, text: 0 });
    expect(mail).not.toHaveProperty('text');
    expect(findings).toMatchObject([{ severity: 'warning', code: 'HtmlTooLarge', pointer: '/content/0/html' }]);
  });

  it('is not there while the fetcher is not, and says so', async () => {
    dispatcher.fetcher.rows = { 'lineup-2': [], 'weather-2': [] };
    dispatcher.fetcher.mood = 'away';
    const away = { lineup: { snapshotId: 'lineup-2' }, weather: { snapshotId: 'weather-2' } };
    expect(await matchDay({}, away)).toMatchObject({ status: 503, code: 'ServiceUnavailable' });
  });
});
