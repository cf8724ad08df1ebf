import { ServiceUnavailable, type DefinitionActivation, type DefinitionVersion } from '@clarion/contracts';
import { createLogger } from '@clarion/observability';
import { migrate, openDatabase } from '@clarion/persistence';
import { testDatabase, waitFor, type TestDatabase } from '@clarion/testing';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { Kysely } from 'kysely';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { DefinitionCopy } from './definition-copy.js';
import { createDefinitionCopy, definitionsGroup, type DefinitionTables } from './definition-tables.js';
import { Definitions } from './definitions.js';
import { ManagerClient } from './manager-client.js';

const logger = createLogger('definitions-test', 'silent');
const migrations = { '0001-copy': { up: createDefinitionCopy } };
const version = (id: string, number: number, name = `v${number}`): DefinitionVersion => ({
  kind: 'campaign',
  sandbox: 'dev',
  id,
  version: number,
  body: { name },
});
const activation = (
  id: string,
  revision: number,
  number: number,
  state: DefinitionActivation['state'] = 'live',
): DefinitionActivation => ({ kind: 'campaign', sandbox: 'dev', id, revision, version: number, state });

describe('a service’s definitions', () => {
  let home: TestDatabase;
  let database: Kysely<DefinitionTables>;
  let copy: DefinitionCopy;
  let manager: Server;
  let definitions: Definitions;
  /** What the manager would answer, by path; and what it was asked. */
  let answers: Record<string, unknown>;
  let asked: string[];

  const open = async (schema: string) => {
    const opened = openDatabase<DefinitionTables>({ url: home.url, schema }, logger);
    await migrate(opened, schema, migrations, logger);
    return opened;
  };

  beforeAll(async () => {
    home = await testDatabase();
    database = await open('test');
    copy = new DefinitionCopy(database);
    manager = createServer((request, response) => {
      const path = (request.url ?? '').replace('/internal/definitions/', '');
      asked.push(path);
      const isKnown = path in answers;
      const status = request.headers.authorization === 'Bearer token' ? (isKnown ? 200 : 404) : 401;
      response.writeHead(status, { 'content-type': 'application/json' });
      response.end(JSON.stringify(isKnown ? answers[path] : {}));
    });
    await new Promise<void>((resolve) => manager.listen(0, '127.0.0.1', resolve));
  });

  beforeEach(() => {
    answers = {};
    asked = [];
    const { port } = manager.address() as AddressInfo;
    definitions = new Definitions(copy, new ManagerClient(`http://127.0.0.1:${port}`, 'token'));
  });

  afterAll(async () => {
    manager.closeAllConnections();
    await new Promise((resolve) => manager.close(resolve));
    await database.destroy();
    await home.drop();
  });

  it('are as changed at once where the change was kept, and soon in every other process', async () => {
    const other = new DefinitionCopy(database);
    await copy.keepActivations([activation('changed', 1, 1)]);
    for (const each of [copy, other])
      expect(await each.activation('campaign', 'changed')).toMatchObject({ version: 1 });
    await copy.keepActivations([activation('changed', 2, 2)]);
    expect(await copy.activation('campaign', 'changed')).toMatchObject({ version: 2 });
    await waitFor(async () => (await other.activation('campaign', 'changed'))?.version === 2 || undefined, {
      what: 'the other process to see the change',
    });
  });

  it('are what was activated last, in whichever order the events came', async () => {
    await copy.keepActivations([activation('a', 2, 2), activation('a', 1, 1)]);
    await copy.keepActivations([activation('a', 1, 1)]);
    await copy.keepVersions([version('a', 1), version('a', 2)]);
    expect(await definitions.active('campaign', 'a')).toMatchObject({
      version: 2,
      state: 'live',
      body: { name: 'v2' },
    });
    await copy.keepActivations([activation('a', 3, 2, 'stopped')]);
    expect(await definitions.active('campaign', 'a')).toMatchObject({ state: 'stopped' });
    expect(asked).toEqual([]);
  });

  it('keep a version as it was published first', async () => {
    await copy.keepVersions([version('b', 1, 'first')]);
    await copy.keepVersions([version('b', 1, 'second')]);
    expect(await definitions.version('campaign', 'b', 1)).toEqual({ name: 'first' });
  });

  it('ask the manager for an activated version that has not come yet, once', async () => {
    await copy.keepActivations([activation('c', 1, 1)]);
    answers['campaign/c/versions/1'] = version('c', 1);
    expect(await definitions.active('campaign', 'c')).toMatchObject({ body: { name: 'v1' } });
    expect(await definitions.active('campaign', 'c')).toMatchObject({ body: { name: 'v1' } });
    expect(asked).toEqual(['campaign/c/versions/1']);
  });

  it('ask the manager for what no event has named yet, and keep the answer', async () => {
    answers['campaign/d'] = { ...version('d', 4), ...activation('d', 7, 4) };
    expect(await definitions.active('campaign', 'd')).toMatchObject({
      version: 4,
      sandbox: 'dev',
      body: { name: 'v4' },
    });
    expect(await copy.activation('campaign', 'd')).toMatchObject({ revision: 7 });
    expect(asked).toEqual(['campaign/d']);
  });

  it('do not ask again at once for what the manager does not know', async () => {
    expect(await definitions.active('campaign', 'nobody')).toBeUndefined();
    expect(await definitions.active('campaign', 'nobody')).toBeUndefined();
    expect(asked).toEqual(['campaign/nobody']);
  });

  it('say that the manager is away rather than that there is nothing', async () => {
    const nobody = new Definitions(copy, new ManagerClient('http://127.0.0.1:9', 'token'));
    await expect(nobody.active('campaign', 'e')).rejects.toBeInstanceOf(ServiceUnavailable);
  });

  it('take a refused service token as the manager being away, not as its answer', async () => {
    const { port } = manager.address() as AddressInfo;
    const refused = new Definitions(copy, new ManagerClient(`http://127.0.0.1:${port}`, 'wrong'));
    await expect(refused.active('campaign', 'f')).rejects.toBeInstanceOf(ServiceUnavailable);
  });

  it('are read from the start by a new schema, and from where it was by an old one', async () => {
    const other = await open('other');
    const [first, again, another] = await Promise.all([
      definitionsGroup(database, 'service'),
      definitionsGroup(database, 'service'),
      definitionsGroup(other, 'service'),
    ]);
    expect(first).toMatch(/^service\.definitions\.[0-9a-f-]{36}$/);
    expect(again).toBe(first);
    expect(another).not.toBe(first);
    await other.destroy();
  });
});
