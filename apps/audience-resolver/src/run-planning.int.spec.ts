import type { Audience, RuleGroup } from '@clarion/contracts';
import { testDatabase, waitFor, type TestDatabase } from '@clarion/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { sql } from 'kysely';
import type { OnExecutionReady } from './on-execution-ready.js';
import { ready, ResolverUnderTest } from './resolver-under-test.js';
import type { RunWorkers } from './run-workers.js';

const everyone: RuleGroup = { combinator: 'and', rules: [] };
const email = (userId: string) => ({ namespace: 'email', userId });
const crm = (userId: string) => ({ namespace: 'CRM', userId });
type ListCampaign = { createNewProfiles?: boolean; identityNamespace?: string };

describe('a run is planned', () => {
  let home: TestDatabase;
  let resolver: ResolverUnderTest;
  let handler: OnExecutionReady;
  let workers: RunWorkers;

  const publish = (id: string, audience: Audience, changes: object = {}) =>
    resolver.publishCampaign(id, { category: 'marketing', audience: { id: `a-${id}`, ...audience }, ...changes });
  const publishRule = (id: string, rule: RuleGroup, changes: object = {}) =>
    publish(id, { kind: 'rule', rule }, changes);
  /** Lets a ready execution come, and waits for what is said of it. */
  const run = async (executionId: string, changes: Parameters<typeof ready>[1] = {}) => {
    await handler.handle([ready(executionId, { campaignId: executionId, ...changes })]);
    workers.wake();
    return progressOf(executionId);
  };
  const progressOf = (executionId: string) =>
    waitFor(() => resolver.progressOf(executionId)[0], { what: `the end or the plan of ${executionId}` });
  const userIdsOf = async (executionId: string) =>
    (await resolver.membersOf(executionId)).map(({ userId }) => userId).toSorted();

  beforeAll(async () => {
    home = await testDatabase();
    resolver = await ResolverUnderTest.on(home.url);
    handler = await resolver.handler();
    workers = resolver.newWorkers();
    workers.start();
    resolver.outbox.start();
    const cities = ['Oslo', 'Bergen', 'Rome'];
    await resolver.addProfiles('dev', 'fan', 30, (index) => ({ attributes: { city: cities[index % 3] } }));
  });

  afterAll(async () => {
    await resolver.stop();
    await home.drop();
  });

  it('with those whom the rule names, and says how many they are', async () => {
    await publishRule('rule', { combinator: 'and', rules: [{ field: 'city', operator: 'in', value: 'Oslo,Rome' }] });
    const sandboxed = { executionId: 'rule', sandbox: 'dev', campaignId: 'rule', campaignVersion: 1 };
    expect(await run('rule')).toMatchObject({ ...sandboxed, state: 'planned', targeted: 20 });
    const members = await resolver.membersOf('rule');
    expect(members).toHaveLength(20);
    expect(members.every(({ userId, address }) => userId === address)).toBe(true);
  });

  it('from the profiles of its own sandbox', async () => {
    await resolver.addProfiles('prod', 'fan', 3);
    await publishRule('prod', everyone);
    expect(await run('prod', { sandbox: 'prod' })).toMatchObject({ targeted: 3 });
  });

  it('once, also when its event comes twice, and when many ask at the same time', async () => {
    await publishRule('twice', everyone);
    const event = ready('twice', { campaignId: 'twice' });
    await Promise.all(Array.from({ length: 6 }, () => handler.handle([event, event])));
    const more = resolver.newWorkers();
    more.start();
    const asked = { execution_id: 'twice', sandbox: 'dev', campaign_id: 'twice', campaign_version: 1, purpose: null };
    const rest = { accepted_at: new Date(), traceparent: event.traceparent };
    const answers = await Promise.all(Array.from({ length: 4 }, () => more.planning.plan({ ...asked, ...rest })));
    expect(new Set(answers.map(({ targeted }) => targeted))).toEqual(new Set([30]));
    await progressOf('twice');
    await handler.handle([event]);
    expect(resolver.progressOf('twice')).toHaveLength(1);
    expect(await resolver.membersOf('twice')).toHaveLength(30);
  });

  it('while it becomes ready, which waits for nobody', async () => {
    await publishRule('meanwhile', everyone);
    const event = ready('meanwhile', { campaignId: 'meanwhile', snapshots: { weather: 's-1' } });
    const asked = {
      execution_id: 'meanwhile',
      sandbox: 'dev',
      campaign_id: 'meanwhile',
      campaign_version: 1,
      purpose: null,
    };
    let planned: Promise<unknown> = Promise.resolve();
    await resolver.database.transaction().execute(async (transaction) => {
      await sql`lock table members in share mode`.execute(transaction);
      planned = workers.planning.plan({ ...asked, accepted_at: new Date(), traceparent: event.traceparent });
      await waitFor(
        async () => {
          const { rows } = await sql`
            select from pg_stat_activity where wait_event_type = 'Lock' and query like '%insert into members%'`.execute(
            resolver.database,
          );
          return rows[0];
        },
        { what: 'a plan that is held up' },
      );
      expect(await handler.handle([event])).toEqual([{ kind: 'done' }]);
    });
    await planned;
    await waitFor(() => resolver.deliveriesOf('meanwhile').at(29), { what: 'its deliveries' });
    expect(resolver.published.find(({ key }) => key === 'meanwhile:0')?.data).toMatchObject({
      snapshots: { weather: 's-1' },
    });
  });

  it('as skipped when the audience has no member', async () => {
    await publishRule('empty', { combinator: 'and', rules: [{ field: 'city', operator: '=', value: 'Paris' }] });
    expect(await run('empty')).toMatchObject({ state: 'skipped', reason: 'EmptyAudience' });
  });

  it('as failed when the rule names an attribute that no profile of the sandbox has', async () => {
    await resolver.addProfiles('elsewhere', 'x', 1, () => ({ attributes: { town: 'Oslo' } }));
    const rules: RuleGroup['rules'] = [
      { field: 'city', operator: '=', value: 'Oslo' },
      { combinator: 'or', rules: [{ field: 'home.town', operator: 'null' }] },
    ];
    await publishRule('unknown', { combinator: 'or', rules });
    const outcome = await run('unknown');
    expect(outcome).toMatchObject({ state: 'failed', reason: 'UnknownAttribute' });
    expect(outcome['detail']).toContain('"home.town"');
    expect(await resolver.membersOf('unknown')).toEqual([]);
  });

  it('as failed when the rule cannot be read, or the campaign version was never published', async () => {
    const rules = [{ field: 'city', operator: 'between', value: 1 }] as unknown as RuleGroup['rules'];
    await publishRule('malformed', { combinator: 'and', rules });
    expect(await run('malformed')).toMatchObject({ state: 'failed', reason: 'MalformedAudience' });
    expect(await run('unpublished')).toMatchObject({ state: 'failed', reason: 'CampaignVersionNotFound' });
    await resolver.publishCampaign('without-audience');
    expect(await run('without-audience')).toMatchObject({ state: 'skipped', reason: 'EmptyAudience' });
  });

  it('later when the campaign version cannot be asked for now', async () => {
    await resolver.addProfiles('later', 'fan', 2);
    const alone = await ResolverUnderTest.on(home.url);
    const event = ready('later', { campaignId: 'later', sandbox: 'later' });
    const unable = alone.newWorkers({ definitions: alone.withoutManager() });
    try {
      const asked = {
        execution_id: 'later',
        sandbox: 'later',
        campaign_id: 'later',
        campaign_version: 1,
        purpose: null,
      };
      const planned = unable.planning.plan({ ...asked, accepted_at: new Date(), traceparent: event.traceparent });
      await expect(planned).rejects.toMatchObject({ name: 'ServiceUnavailable' });
      expect(await resolver.membersOf('later')).toEqual([]);
      await publishRule('later', everyone);
      await handler.handle([event]);
      expect(await progressOf('later')).toMatchObject({ targeted: 2 });
    } finally {
      await alone.stop();
    }
  });

  it('with one member for each address, in whichever case, and one for each profile without an address', async () => {
    const at = (address: string) => ({ personalEmail: { address } });
    await resolver.profiles.upsert('address', [
      { identities: [crm('1')], attributes: at('Ada@x.example') },
      { identities: [crm('2')], attributes: at('ada@X.example') },
      { identities: [crm('3'), email('ADA@x.example')], attributes: {} },
      { identities: [crm('4'), email('other@x.example')], attributes: at('bob@x.example') },
      { identities: [crm('5'), crm('55')], attributes: { personalEmail: { address: 7 } } },
      { identities: [crm('6')], attributes: at('') },
      { identities: [email('nobody@x.example')], attributes: {} },
    ]);
    await publishRule('address', everyone, { identityNamespace: 'crm' });
    expect(await run('address', { sandbox: 'address' })).toMatchObject({ targeted: 4 });
    const members = await resolver.membersOf('address');
    const addresses = members.map(({ address }) => address?.toLowerCase() ?? 'none').toSorted();
    expect(addresses).toEqual(['ada@x.example', 'bob@x.example', 'none', 'none']);
    expect(members.filter(({ userId }) => userId.startsWith('5'))).toEqual([{ userId: '5', address: null }]);
  });

  it('with those of a list who have a profile and an identity of the campaign’s namespace', async () => {
    await resolver.profiles.upsert('list', [
      { identities: [email('ada@x.example'), crm('1')], attributes: {} },
      { identities: [email('bob@x.example')], attributes: {} },
      { identities: [crm('3')], attributes: {} },
      { identities: [email('not-listed@x.example')], attributes: {} },
    ]);
    const broken = [{ namespace: 'email', userId: 'nul \0' }, { namespace: 5 }, null] as never[];
    const listed = [{ namespace: 'crm', userId: '1' }, email('bob@x.example'), crm('3'), email('new@x.example')];
    const publishList = (id: string, changes: ListCampaign = {}) =>
      publish(id, { kind: 'list', identities: [...listed, ...broken] }, changes);
    await publishList('list');
    expect(await run('list', { sandbox: 'list' })).toMatchObject({ targeted: 2 });
    expect(await userIdsOf('list')).toEqual(['ada@x.example', 'bob@x.example']);

    await publishList('creating', { createNewProfiles: true });
    expect(await run('creating', { sandbox: 'list' })).toMatchObject({ targeted: 3 });
    expect(await userIdsOf('creating')).toEqual(['ada@x.example', 'bob@x.example', 'new@x.example']);
  });

  it('whatever its context says, and not at all when the event has no time', async () => {
    await publishRule('context', everyone);
    const context = { 'nul \0': 'half \ud83d', list: [1, { a: null }] };
    expect(await run('context', { context })).toMatchObject({ state: 'planned' });
    const impossible = ready('impossible', { acceptedAt: '2016-12-31T23:59:60Z' });
    expect(await handler.handle([impossible])).toMatchObject([{ kind: 'reject' }]);
  });
});
