import { testDatabase, type TestDatabase } from '@clarion/testing';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { OnExecutionReady } from './on-execution-ready.js';
import { ready, ResolverUnderTest } from './resolver-under-test.js';
import { SuppressionsRepository } from './suppressions.repository.js';

const email = (userId: string) => ({
  type: 'aep' as const,
  namespace: 'email',
  userId,
  context: { link: 'https://x' },
});
const call = (executionId: string, changes: Parameters<typeof ready>[1] = {}) =>
  ready(executionId, { recipients: [email('ada@example.com')], ...changes });

describe('the resolver, of executions that name their recipients', () => {
  let home: TestDatabase;
  let resolver: ResolverUnderTest;
  let handler: OnExecutionReady;

  /** Deliveries and reports, whichever it was. */
  const said = () =>
    resolver.published.map(({ topic, key, data }) => {
      const { deliveries, reports } = data as { deliveries?: object[]; reports?: object[] };
      return { topic, key, items: deliveries ?? reports };
    });

  beforeAll(async () => {
    home = await testDatabase();
    resolver = await ResolverUnderTest.on(home.url);
    await resolver.publishCampaign('c1', { createNewProfiles: true });
    await resolver.publishCampaign('c2');
    await resolver.publishCampaign('promotion', { category: 'marketing' });
    handler = await resolver.handler();
  });

  beforeEach(() => {
    resolver.published.length = 0;
  });

  afterAll(async () => {
    await resolver.stop();
    await home.drop();
  });

  it('asks for a delivery in the language of the profile, with what the templates use of it', async () => {
    const attributes = { person: { name: { firstName: 'Ada' } }, shoeSize: 38 };
    await resolver.profiles.upsert('dev', [
      { identities: [{ namespace: 'email', userId: 'ada@example.com' }], attributes, language: 'es' },
    ]);
    expect(await handler.handle([call('e1')])).toEqual([{ kind: 'done' }]);
    const delivery = { address: 'ada@example.com', locale: 'es', ordinal: 0, context: { link: 'https://x' } };
    const profile = { person: { name: { firstName: 'Ada' } } };
    expect(said()).toMatchObject([
      { topic: 'deliveries.requested.transactional.v1', key: 'e1:0', items: [{ ...delivery, profile }] },
    ]);
    expect(resolver.published[0]?.traceparent).toContain('0af7651916cd43dd8448eb211c80319c');
  });

  it('hands on which rows the templates see', async () => {
    await handler.handle([call('e9', { snapshots: { weather: 's-1' } })]);
    expect(resolver.published).toMatchObject([{ data: { snapshots: { weather: 's-1' } } }]);
  });

  it('hands on what an execution is for, the marked subject, and the variant that a recipient is to get', async () => {
    const variant = { treatment: 'default', locale: 'es' };
    const recipient = { ...email('qa@example.com'), type: 'external' as const };
    const recipients = [recipient, { ...recipient, userId: 'qa2@example.com' }];
    const english = { treatment: 'default', locale: 'en' };
    const proof = { purpose: 'proof', subjectPrefix: '[Proof] ' } as const;
    await handler.handle([
      call('e10', { campaignId: 'promotion', recipients, variants: [variant, english], ...proof }),
    ]);
    const [requested] = resolver.published;
    expect(requested).toMatchObject({ topic: 'deliveries.requested.marketing.v1', data: proof });
    expect(resolver.deliveriesOf('e10').map(({ locale }) => locale)).toEqual(['es', 'en']);

    resolver.published.length = 0;
    const variants = [{ treatment: 'B', locale: 'es' }];
    await handler.handle([call('e11', { campaignId: 'promotion', recipients: [recipient], variants, ...proof })]);
    expect(resolver.published).toMatchObject([{ data: { purpose: 'proof', reports: [{ reason: 'NoContent' }] } }]);
  });

  it('hands on for whom webhooks hear of it, with those who get nothing, too', async () => {
    const webhooks = { requestId: 'order-1' };
    const unknown = { ...email('nowhere@example.com'), userId: 'no address' };
    await handler.handle([call('told', { recipients: [email('told@example.com'), unknown], webhooks })]);
    expect(resolver.published).toMatchObject([
      { topic: 'deliveries.requested.transactional.v1', data: { webhooks } },
      { topic: 'deliveries.reported.v1', data: { webhooks } },
    ]);
    resolver.published.length = 0;
    await handler.handle([call('untold')]);
    expect(resolver.published).toMatchObject([{ topic: 'deliveries.requested.transactional.v1' }]);
    expect(resolver.published[0]?.data).not.toHaveProperty('webhooks');
  });

  it('creates profiles for what runs in earnest only', async () => {
    const dry = call('e12', { recipients: [email('dry@example.com')], purpose: 'dry-run' });
    await handler.handle([dry, call('e13', { recipients: [email('wet@example.com')] })]);
    expect(resolver.deliveriesOf('e12')).toMatchObject([{ address: 'dry@example.com' }]);
    const [dryOne, wetOne] = [email('dry@example.com'), email('wet@example.com')];
    expect([...(await resolver.profiles.find('dev', [dryOne, wetOne])).keys()]).toEqual(['email:wet@example.com']);
  });

  it('says the very same when an execution comes twice', async () => {
    await handler.handle([call('e2'), call('e2')]);
    const withoutTrace = resolver.published.map(({ id, key, topic, data }) => ({ id, key, topic, data }));
    expect(withoutTrace[1]).toEqual(withoutTrace[0]);
  });

  it('creates a profile where the campaign wants it, and reports an exclusion where it does not', async () => {
    const recipients = [email('new@example.com')];
    await handler.handle([
      call('e3', { recipients }),
      call('e4', { campaignId: 'c2', recipients: [email('x@example.com')] }),
    ]);
    expect((await resolver.profiles.find('dev', [...recipients, email('x@example.com')])).size).toBe(1);
    expect(said()).toMatchObject([
      { topic: 'deliveries.requested.transactional.v1', key: 'e3:0' },
      {
        topic: 'deliveries.reported.v1',
        key: 'e4:0',
        items: [{ state: 'excluded', reason: 'ProfileNotFound', namespace: 'email', userId: 'x@example.com' }],
      },
    ]);
  });

  it('excludes whose address is suppressed in this sandbox, in whichever case', async () => {
    const suppressions = new SuppressionsRepository(resolver.database);
    const suppression = { channel: 'email', address: 'Gone@Example.com' };
    await suppressions.add({ sandbox: 'dev', ...suppression });
    const recipients = [email('gone@example.COM'), email('here@example.com')];
    await handler.handle([call('e10', { recipients }), call('e11', { recipients, sandbox: 'prod' })]);
    expect(resolver.reportsOf('e10')).toMatchObject([{ ordinal: 0, reason: 'Suppressed' }]);
    expect(resolver.deliveriesOf('e10')).toMatchObject([{ ordinal: 1 }]);
    expect(resolver.deliveriesOf('e11')).toHaveLength(2);
  });

  it('asks for consent where the campaign is marketing, and on the topic of its category', async () => {
    const identity = { namespace: 'email', userId: 'shy@example.com' };
    await resolver.profiles.upsert('dev', [{ identities: [identity], attributes: {}, consents: { email: false } }]);
    const recipients = [email('shy@example.com'), email('ada@example.com')];
    await handler.handle([call('e12', { recipients, campaignId: 'promotion' }), call('e13', { recipients })]);
    expect(said()).toMatchObject([
      { topic: 'deliveries.requested.marketing.v1', key: 'e12:0', items: [{ ordinal: 1 }] },
      { topic: 'deliveries.reported.v1', key: 'e12:0', items: [{ ordinal: 0, reason: 'NoConsent' }] },
      { topic: 'deliveries.requested.transactional.v1', key: 'e13:0', items: [{ ordinal: 0 }, { ordinal: 1 }] },
    ]);
  });

  it('excludes an address that no database keeps, and goes on', async () => {
    const broken = { ...email('nul@example.com'), channelData: { emailAddress: 'nul\0@example.com' } };
    expect(await handler.handle([call('e14', { recipients: [broken, email('ada@example.com')] })])).toHaveLength(1);
    expect(resolver.reportsOf('e14')).toMatchObject([{ reason: 'MalformedAddress' }]);
    expect(resolver.deliveriesOf('e14')).toHaveLength(1);
  });

  it('ends an execution whose campaign has no such version, and resolves the others', async () => {
    const webhooks = { requestId: 'order-5' };
    const outcomes = await handler.handle([call('e5', { campaignVersion: 99, webhooks }), call('e6')]);
    expect(outcomes).toMatchObject([{ kind: 'skip' }, { kind: 'done' }]);
    expect(resolver.progressOf('e5')).toMatchObject([{ state: 'failed', reason: 'CampaignVersionNotFound', webhooks }]);
    expect(resolver.deliveriesOf('e6')).toHaveLength(1);
  });

  it('leaves for later what it cannot ask the manager for, and resolves the others', async () => {
    const alone = await resolver.handler(resolver.withoutManager());
    const outcomes = await alone.handle([call('e7'), call('e8', { campaignVersion: 77 })]);
    expect(outcomes).toMatchObject([{ kind: 'done' }, { kind: 'retry' }]);
    expect(said()).toMatchObject([{ key: 'e7:0' }]);
  });
});
