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
import { OnDefinitions } from './on-definitions.js';

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
  /** Answers wait for this; what they say is what was there when they were asked. */
  let gate: Promise<void>;

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
      const body = JSON.stringify(isKnown ? answers[path] : {});
      void gate.then(() => response.writeHead(status, { 'content-type': 'application/json' }).end(body));
    });
    await new Promise<void>((resolve) => manager.listen(0, '127.0.0.1', resolve));
  });

  /** Holds all answers back until what it returns is called. */
  const hold = () => {
    let release: () => void = () => undefined;
    gate = new Promise((resolve) => (release = resolve));
    return () => {
      release();
    };
  };

  beforeEach(() => {
    answers = {};
    asked = [];
    gate = Promise.resolve();
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

  it('are what the copy has for whoever can do with that, and nobody is asked', async () => {
    answers['campaign/g'] = { ...version('g', 1), ...activation('g', 1, 1) };
    expect(await definitions.known('campaign', 'g')).toBeUndefined();
    await definitions.active('campaign', 'g');
    asked = [];
    answers['campaign/g'] = { ...version('g', 2), ...activation('g', 2, 2) };
    expect(await definitions.known('campaign', 'g')).toMatchObject({ version: 1 });
    expect(asked).toEqual([]);
  });

  it('are the manager’s for whoever wants the newest, and kept', async () => {
    answers['campaign/h'] = { ...version('h', 1), ...activation('h', 1, 1) };
    expect(await definitions.newest('campaign', 'h')).toMatchObject({ version: 1 });
    answers['campaign/h'] = { ...version('h', 2), ...activation('h', 2, 2) };
    expect(await definitions.newest('campaign', 'h')).toMatchObject({ version: 2, body: { name: 'v2' } });
    expect(await definitions.known('campaign', 'h')).toMatchObject({ version: 2 });
    await expect(definitions.newest('campaign', 'nobody-yet')).resolves.toBeUndefined();
    answers['campaign/nobody-yet'] = { ...version('nobody-yet', 1), ...activation('nobody-yet', 1, 1) };
    expect(await definitions.newest('campaign', 'nobody-yet')).toMatchObject({ version: 1 });
  });

  it('are asked for once by all who want the newest at a time, and never answered with what was there before', async () => {
    const open = hold();
    answers['campaign/i'] = { ...version('i', 1), ...activation('i', 1, 1) };
    const first = definitions.newest('campaign', 'i');
    await waitFor(() => asked.length === 1 || undefined, { what: 'the first question' });
    answers['campaign/i'] = { ...version('i', 2), ...activation('i', 2, 2) };
    const others = Array.from({ length: 20 }, () => definitions.newest('campaign', 'i'));
    open();
    expect((await first)?.version).toBe(1);
    expect(new Set((await Promise.all(others)).map((other) => other?.version))).toEqual(new Set([2]));
    expect(asked).toEqual(['campaign/i', 'campaign/i']);
  });

  it('say to those alone who want what cannot be asked for that the manager is away', async () => {
    const nobody = new Definitions(copy, new ManagerClient('http://127.0.0.1:9', 'token'));
    await copy.keepActivations([activation('j', 1, 1)]);
    await copy.keepVersions([version('j', 1)]);
    await expect(nobody.newest('campaign', 'j')).rejects.toBeInstanceOf(ServiceUnavailable);
    expect(await nobody.known('campaign', 'j')).toMatchObject({ version: 1 });
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

  it('are all of a sandbox that are live, with what the manager has of them', async () => {
    const inSandbox = <Row extends object>(row: Row, sandbox: string) => ({ ...row, sandbox });
    const activations = [activation('l1', 1, 1), activation('l2', 2, 2), activation('l3', 2, 1, 'archived')];
    await copy.keepActivations(activations.map((row) => inSandbox(row, 'lively')));
    await copy.keepActivations([inSandbox(activation('l4', 1, 1), 'another')]);
    await copy.keepVersions([inSandbox(version('l1', 1), 'lively'), inSandbox(version('l3', 1), 'lively')]);
    await expect(definitions.liveIn('campaign', 'lively')).resolves.toMatchObject([{ id: 'l1' }]);
    answers['campaign/l2/versions/2'] = inSandbox(version('l2', 2), 'lively');
    expect(await definitions.liveIn('campaign', 'lively')).toEqual([
      { id: 'l1', version: 1, body: { name: 'v1' } },
      { id: 'l2', version: 2, body: { name: 'v2' } },
    ]);
    expect(await definitions.liveIn('campaign', 'empty')).toEqual([]);
  });

  it('are told to the service’s own listener once the copy has them', async () => {
    const heard: unknown[] = [];
    const listener = {
      heard: async (batch: readonly { data: DefinitionActivation }[]) => {
        for (const { data } of batch) heard.push([data.cancelRunning, await copy.activation(data.kind, data.id)]);
      },
    };
    const data = { ...activation('k', 2, 1, 'stopped'), cancelRunning: true };
    const place = { topic: 'definition.activated.v1', partition: 0, offset: '0' };
    const event = { id: 'k', source: '/test', key: 'k', traceparent: 'none', data, ...place };
    expect(await new OnDefinitions(copy, listener).activated([event])).toEqual([{ kind: 'done' }]);
    expect(heard).toEqual([[true, activation('k', 2, 1, 'stopped')]]);
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
