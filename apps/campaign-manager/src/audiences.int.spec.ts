import { testDatabase, type TestDatabase } from '@clarion/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { keyOf, startManager, type ManagerUnderTest } from './manager-under-test.js';

const path = '/v1/audiences';
const dev = keyOf('dev');
const by = { createdBy: dev.id, updatedBy: dev.id };
const prod = keyOf('prod');
const inOslo = { field: 'homeAddress.city', operator: '=', value: 'Oslo' };
const byRule = { name: 'Oslo', kind: 'rule', rule: { combinator: 'and', rules: [inOslo] } };
const list = { name: 'Staff', kind: 'list', identities: [{ namespace: 'crmId', userId: 'ada' }] };

let database: TestDatabase;
let manager: ManagerUnderTest;

beforeAll(async () => {
  database = await testDatabase();
  manager = await startManager(database.url);
});
afterAll(async () => {
  await manager.stop();
  await database.drop();
});

const create = async (body: object): Promise<string> => {
  const { body: created } = await manager.call('POST', path, dev, body);
  return String(created['id']);
};
const read = async (id: string) => (await manager.call('GET', `${path}/${id}`, dev)).body;
const pointersOf = (body: Record<string, unknown>) =>
  (body['errors'] as { pointer: string }[]).map((error) => error.pointer);

describe('an audience', () => {
  it.each([byRule, list])('is kept as it was sent, and nobody hears of it: $kind', async (audience) => {
    const { status, body } = await manager.call('POST', path, dev, audience);
    expect([status, body]).toEqual([
      201,
      { id: expect.any(String), ...audience, createdAt: expect.any(String), updatedAt: body['createdAt'], ...by },
    ]);
    expect(await read(String(body['id']))).toEqual(body);
    const owed = await manager.database
      .selectFrom('outbox')
      .selectAll()
      .where('key', 'like', `%${String(body['id'])}%`)
      .execute();
    expect(owed).toEqual([]);
  });

  it('is kept without what only the editor of its rule needs', async () => {
    const rule = { id: 'root', combinator: 'and', rules: [{ id: '1', valueSource: 'value', ...inOslo }] };
    expect(await read(await create({ ...byRule, rule }))).toMatchObject(byRule);
  });

  it('takes a list of 10,000', async () => {
    const identities = Array.from({ length: 10_000 }, (_, n) => ({ namespace: 'crmId', userId: `user-${n}` }));
    expect((await read(await create({ ...list, identities })))['identities']).toEqual(identities);
  });

  it('is replaced, by another kind too', async () => {
    const id = await create(byRule);
    const { createdAt } = await read(id);
    const { status, body } = await manager.call('PUT', `${path}/${id}`, dev, list);
    expect([status, body]).toEqual([200, { id, ...list, createdAt, updatedAt: expect.any(String), ...by }]);
    expect(await read(id)).toEqual(body);
    expect(Date.parse(String(body['updatedAt']))).toBeGreaterThan(Date.parse(String(createdAt)));
  });

  it('is found by its name, the newest first, and by its new one once it is replaced', async () => {
    const first = await create({ ...list, name: 'Twice' });
    const second = await create({ ...list, name: 'Twice' });
    const named = async (name: string) => (await manager.call('GET', `${path}?name=${name}`, dev)).body['audiences'];
    expect(await named('Twice')).toMatchObject([{ id: second }, { id: first }]);
    await manager.call('PUT', `${path}/${first}`, dev, { ...list, name: 'Once' });
    expect(await named('Twice')).toMatchObject([{ id: second }]);
    expect(await named('Once')).toMatchObject([{ id: first }]);
  });

  it('does not exist for another sandbox', async () => {
    const id = await create({ ...byRule, name: 'Ours' });
    const notThere = { status: 404, body: { code: 'AudienceNotFound' } };
    expect(await manager.call('GET', `${path}/${id}`, prod)).toMatchObject(notThere);
    expect(await manager.call('PUT', `${path}/${id}`, prod, list)).toMatchObject(notThere);
    expect((await manager.call('GET', `${path}?name=Ours`, prod)).body).toEqual({ audiences: [] });
    expect(await read(id)).toMatchObject({ name: 'Ours' });
  });

  it.each(['nobody', '%00'])('is not there as %s', async (id) => {
    const notThere = { status: 404, body: { code: 'AudienceNotFound' } };
    expect(await manager.call('GET', `${path}/${id}`, dev)).toMatchObject(notThere);
    expect(await manager.call('PUT', `${path}/${id}`, dev, list)).toMatchObject(notThere);
  });

  it.each([
    ['nothing', '', ['']],
    ['no member', {}, ['/name', '/kind']],
    [
      'an operator that there is not',
      { ...byRule, rule: { combinator: 'and', rules: [{ ...inOslo, operator: '~' }] } },
      ['/rule/rules/0/operator'],
    ],
    ['nobody on its list', { ...list, identities: [] }, ['/identities']],
    ['a rule on its list', { ...list, rule: byRule.rule }, ['/rule']],
  ])('is refused for %s, with a pointer', async (_, body, pointers) => {
    const id = await create(list);
    for (const answer of [
      await manager.call('POST', path, dev, body),
      await manager.call('PUT', `${path}/${id}`, dev, body),
    ]) {
      expect([answer.status, answer.body['code'], pointersOf(answer.body)]).toEqual([400, 'InvalidRequest', pointers]);
    }
    expect(await read(id)).toMatchObject(list);
  });
});
