import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { credentialsOf } from './credentials.js';

let directory: string;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'clarion-credentials-'));
});
afterEach(() => rm(directory, { recursive: true }));

describe('the credentials of a local stack', () => {
  it('are made once, and readable by their owner only', async () => {
    const made = await credentialsOf(directory);
    expect(made).toEqual({
      apiKey: { id: expect.stringMatching(/^ck_/), secret: expect.stringMatching(/^cs_/) },
      serviceToken: expect.any(String),
      secretsKeys: expect.any(String),
      linkKeys: expect.any(String),
      webhookKeys: expect.any(String),
    });
    for (const keys of [made.secretsKeys, made.linkKeys, made.webhookKeys]) {
      expect(Buffer.from(keys, 'base64')).toHaveLength(32);
    }
    expect(await credentialsOf(directory)).toEqual(made);
    expect((await stat(join(directory, 'credentials.json'))).mode & 0o777).toBe(0o600);
  });

  it('keep what an earlier version made, and get what it did not', async () => {
    const earlier = { apiKey: { id: 'ck_1', secret: 'cs_1' }, serviceToken: 't' };
    await writeFile(join(directory, 'credentials.json'), JSON.stringify(earlier));
    const credentials = await credentialsOf(directory);
    const made = { secretsKeys: expect.any(String), linkKeys: expect.any(String), webhookKeys: expect.any(String) };
    expect(credentials).toEqual({ ...earlier, ...made });
    expect(JSON.parse(await readFile(join(directory, 'credentials.json'), 'utf8'))).toEqual(credentials);
  });
});
