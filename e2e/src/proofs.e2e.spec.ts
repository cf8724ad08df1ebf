import { waitFor } from '@clarion/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ended, handIn, lineUp, person, publishCampaign, statusOf, trigger, type Source } from './audience-campaign.js';
import { startStack, type Message, type Stack } from './stack.js';

interface Preview {
  treatment: string;
  locale: string;
  mail?: { to: string; subject: string; html: string; text: string; headers: Record<string, string> };
  findings: { severity: string; code: string; pointer: string; detail: string }[];
}
interface Proof {
  executionId: string;
  version: number;
}
interface Campaign {
  status: string;
  version: number;
  hasUnpublishedChanges: boolean;
  content: { locale: string; subject: string }[];
}

/** What a draft is written with, of what is read of a campaign. */
const members = [
  ...['name', 'category', 'channel', 'channelConfigurationId', 'identityNamespace', 'createNewProfiles'],
  ...['audienceId', 'dataSources', 'content'],
];
const link = /http:\/\/\S+\/u\/[\w-]+/g;
const oneLine = (text: string) => text.replace(link, 'LINK').replace(/\s+/g, ' ').trim();

describe('what is looked at before it goes out', () => {
  let stack: Stack;
  let matchDay: string;

  const at = (id: string, path = '') => `/v1/campaigns/${id}${path}`;
  const preview = async (id: string, body: object) =>
    (await stack.manager.post<Preview>(at(id, '/preview'), body)).data;
  const prove = (id: string, body: object) => stack.manager.post<Proof>(at(id, '/proofs'), body);
  const mailTo = (to: string) =>
    waitFor(async () => (await stack.messages(to))[0], { what: `a mail to ${to}`, timeoutMs: 30_000 });
  const calls = async () => (await stack.playground.get<Record<string, number>>('/api/calls')).data;
  const asShown = ({ subject, html, text }: Pick<Message, 'subject' | 'html' | 'text'>) => ({
    subject,
    html: oneLine(html),
    text: oneLine(text),
  });
  /** Writes the draft with another subject beside what is live. */
  const rewrite = async (id: string, subject: string) => {
    const { data, headers } = await stack.manager.get<Campaign>(at(id));
    const content = data.content.map((variant) => ({ ...variant, subject }));
    const draft = Object.fromEntries(Object.entries({ ...data, content }).filter(([name]) => members.includes(name)));
    const written = await stack.manager.put<object>(at(id), draft, {
      headers: { 'if-match': String(headers['etag']) },
    });
    expect([written.status, written.data]).toEqual([200, expect.objectContaining({ hasUnpublishedChanges: true })]);
  };

  beforeAll(async () => {
    stack = await startStack();
    matchDay = stack.local.campaigns['Match day'] ?? '';
  }, 120_000);

  afterAll(async () => {
    await stack.stop();
  });

  it('as a preview is the mail that a fan got, but for the unsubscribe link, which leads nowhere', async () => {
    const to = 'marcos.ibanez@fans.example';
    const [sent] = await stack.messages(to);
    const recipient = { namespace: 'crmId', userId: 'fan-031' };
    await stack.playground.delete('/api/messages');
    const before = await calls();
    const data = ['lineup', 'weather'].map((alias) => ({ alias, from: 'live' }));
    const shown = await preview(matchDay, { recipient, data });
    expect(shown).toMatchObject({ locale: 'es', findings: [], mail: { to } });
    expect(shown.mail && asShown(shown.mail)).toEqual(sent && asShown(sent));
    expect(shown.mail?.headers['List-Unsubscribe-Post']).toBe('List-Unsubscribe=One-Click');
    const unsubscribe = /<(.*)>/.exec(shown.mail?.headers['List-Unsubscribe'] ?? '')?.[1] ?? '';
    expect((await stack.gateway.get(unsubscribe)).status).toBe(404);
    expect(await calls()).toEqual({
      '/lineup': (before['/lineup'] ?? 0) + 1,
      '/weather': (before['/weather'] ?? 0) + 1,
    });
    expect(await stack.messages()).toEqual([]);
  });

  it('as a preview takes what was kept or is given, and names what it lacks', async () => {
    const recipient = { profile: { person: { name: { firstName: 'Zoë' } }, homeAddress: { city: 'London' } } };
    const weather = [{ region: 'London', condition: 'raining frogs', temperatureC: 3 }];
    const given = { alias: 'weather', from: 'sample', sample: { weather } };
    const { mail, findings } = await preview(matchDay, { recipient, data: [{ alias: 'lineup', from: 'live' }, given] });
    expect(findings).toEqual([]);
    expect(mail?.text).toMatch(/Zoë[^]*raining frogs/);
    expect(await preview(matchDay, { recipient: {}, data: [given] })).toMatchObject({
      findings: [{ severity: 'error', code: 'DataNotChosen', pointer: '/dataSources/0' }],
    });
  });

  it('as a proof is the draft, while what is live goes on as it is', async () => {
    const id = stack.local.campaigns['Password reset'] ?? '';
    const { data: live } = await stack.manager.get<Campaign>(at(id));
    await rewrite(id, 'A new subject');
    const context = { link: 'https://shop.example/reset/1' };
    const profile = { person: { name: { firstName: 'Grace' } } };
    const proof = await prove(id, { recipients: [{ emailAddress: 'qa@x.example', profile }], context });
    expect([proof.status, proof.data]).toEqual([
      202,
      { executionId: expect.stringMatching(/^UMA-/), version: live.version + 1 },
    ]);
    const mail = await mailTo('qa@x.example');
    expect(mail.subject).toBe('[Proof] A new subject');
    const shown = await preview(id, { recipient: { profile }, context });
    expect(shown.mail && asShown(shown.mail)).toEqual(asShown({ ...mail, subject: 'A new subject' }));
    expect(await ended(stack, proof.data.executionId)).toMatchObject({
      ...{ status: 'Succeeded', purpose: 'proof', campaignVersion: live.version + 1 },
      counts: { targeted: 1, sent: 1 },
    });

    const call = await stack.gateway.post<Proof>('/ajo/im/executions/unitary', {
      ...{ requestId: 'beside a proof', campaignId: id },
      recipients: [{ type: 'aep', namespace: 'email', userId: 'real@x.example', context }],
    });
    expect((await mailTo('real@x.example')).subject).toBe(live.content[0]?.subject);
    const real = await statusOf(stack, call.data.executionId);
    expect(real).toMatchObject({ campaignVersion: live.version });
    expect(real).not.toHaveProperty('purpose');
    expect((await stack.manager.get<Campaign>(at(id))).data).toMatchObject({ status: 'live', version: live.version });
  });

  it('as a proof of a marketing campaign goes to named addresses alone, and to none that is suppressed', async () => {
    await stack.manager.put('/v1/suppressions/email/no@x.example');
    await stack.playground.delete('/api/messages');
    const profile = { person: { name: { firstName: 'Ona' } }, homeAddress: { city: 'Madrid' } };
    const recipients = [
      { emailAddress: 'es@x.example', profile, language: 'es' },
      { emailAddress: 'en@x.example', profile, locale: 'en' },
      { emailAddress: 'no@x.example', profile },
    ];
    const { data } = await prove(matchDay, { recipients, subjectPrefix: '' });
    const status = await ended(stack, data.executionId);
    expect(status).toMatchObject({ purpose: 'proof', counts: { targeted: 3, sent: 2, excluded: 1 } });
    expect(status.recipients[2]).toMatchObject({ userId: 'no@x.example', state: 'excluded', reason: 'Suppressed' });
    const mails = await stack.messages();
    expect(mails.map(({ to }) => to).sort()).toEqual(['en@x.example', 'es@x.example']);
    expect(mails.find(({ to }) => to === 'es@x.example')?.subject).toMatch(/^Día de partido.*Madrid$/);
    expect(mails.find(({ to }) => to === 'en@x.example')?.subject).toMatch(/^Match day.*Madrid$/);
  });

  it('as a dry run of an audience is fetched once and rendered for each, and nothing goes out', async () => {
    await stack.playground.delete('/api/messages');
    const before = await calls();
    const { status, data } = await stack.gateway.post<Proof>('/ajo/im/executions/audience', {
      ...{ requestId: 'dry', campaignId: matchDay, dryRun: true },
    });
    expect(status).toBe(202);
    expect(await ended(stack, data.executionId)).toMatchObject({
      ...{ status: 'Succeeded', purpose: 'dry-run' },
      counts: { targeted: 50, rendered: 50, sent: 0 },
    });
    expect(await calls()).toEqual({
      '/lineup': (before['/lineup'] ?? 0) + 1,
      '/weather': (before['/weather'] ?? 0) + 1,
    });
    expect(await stack.messages()).toEqual([]);
  });

  it('as a dry run spends no coupon: its sample stands in, or it fails', async () => {
    await handIn(stack, [person('dry', 0), person('dry', 1)]);
    const coupons = (policy: object): Source => ({
      ...lineUp(stack, { url: `${stack.local.urls['playground'] ?? ''}/coupons`, addCount: true }),
      mapping: { arrayPath: '/coupons', columns: [{ id: 'code', key: 'code', type: 'text' }] },
      policy: { hasSideEffects: true, ...policy },
    });
    const codes = '{{#each data.lineup}}{{code}} {{/each}}';
    const sample = { coupons: [{ code: 'SAMPLE' }] };
    const before = await calls();
    const withSample = await publishCampaign(stack, 'dry', [coupons({ sample })], undefined, codes);
    const dryRun = async (campaignId: string) => {
      const answer = await stack.gateway.post<Proof>('/ajo/im/executions/audience', { campaignId, dryRun: true });
      return ended(stack, answer.data.executionId);
    };
    expect(await dryRun(withSample)).toMatchObject({ counts: { targeted: 2, rendered: 2 } });
    const without = await publishCampaign(stack, 'dry', [coupons({})], undefined, codes);
    expect(await dryRun(without)).toMatchObject({ status: 'Failed', reason: 'DataSourceSampleMissing' });
    expect(await calls()).toEqual(before);

    expect(await ended(stack, await trigger(stack, withSample))).toMatchObject({ counts: { sent: 2 } });
    expect((await calls())['/coupons']).toBe(1);
    expect((await stack.messages('dry-0@runs.example'))[0]?.text).not.toContain('SAMPLE');
  });
});
