import { contextCheck, type Campaign, type ContextSchema } from '@clarion/contracts';
import { readsOf } from '@clarion/personalization';
import { describe, expect, it } from '@jest/globals';
import { execFileSync } from 'node:child_process';
import { runInNewContext } from 'node:vm';
import { contextReads, deriveContextSchema } from '../context-schema/derive-context-schema.js';
import { sampleRequest } from './sample-request.js';

const campaign: Campaign = {
  name: 'Order',
  category: 'transactional',
  channel: 'email',
  channelConfigurationId: 'cc1',
  identityNamespace: 'email',
  createNewProfiles: true,
  content: [],
};
const caller = { gatewayUrl: 'https://clarion.example/', keyId: 'ck_1', sandbox: 'dev' };
const schemaOf = (source: string) => deriveContextSchema(contextReads(readsOf(source), 'text'));
const sampleOf = (changed: Partial<Campaign>, attributes: string[] = []) =>
  sampleRequest({ campaignId: 'c1', campaign: { ...campaign, ...changed }, attributes }, caller, () => 'new-id');
const contextOf = (contextSchema: ContextSchema | undefined) => {
  const { body } = sampleOf({ category: 'marketing', ...(contextSchema && { contextSchema }) });
  return (body as { context?: object }).context;
};

describe('the sample request of a campaign', () => {
  it('names somebody without a profile where the campaign is in high-throughput mode', () => {
    const sample = sampleOf({ highThroughputMode: true });
    expect(sample.url).toBe('https://clarion.example/ajo/im/executions/highthroughput');
    expect(sample.body).toMatchObject({ recipients: [{ type: 'external', userId: 'ada@example.com' }] });
  });

  it('is a unitary call with a value for every variable, plausible by its name', () => {
    const contextSchema = schemaOf(
      '{{context.order.total}}{{context.link}}{{default context.firstName "you"}}{{#each context.items}}{{title}}{{/each}}',
    );
    const sample = sampleOf({ ...(contextSchema && { contextSchema }) }, ['person.name.firstName']);
    expect(sample).toMatchObject({
      method: 'POST',
      url: 'https://clarion.example/ajo/im/executions/unitary',
      headers: {
        authorization: 'Bearer $CLARION_SECRET',
        'x-api-key': 'ck_1',
        'x-sandbox-name': 'dev',
        'content-type': 'application/json',
      },
    });
    expect(sample.body).toEqual({
      requestId: 'new-id',
      campaignId: 'c1',
      recipients: [
        {
          type: 'aep',
          namespace: 'email',
          userId: 'ada@example.com',
          profile: { person: { name: { firstName: 'Ada' } } },
          context: {
            order: { total: 49.9 },
            link: 'https://shop.example/welcome',
            firstName: 'Ada',
            items: [{ title: 'Something new' }, { title: 'Something new' }],
          },
        },
      ],
    });
    expect(sample).not.toHaveProperty('unfit');
  });

  it('names the address of recipients whose user id is none', () => {
    expect(sampleOf({ identityNamespace: 'crmId' }).body).toMatchObject({
      recipients: [{ userId: 'sample-crmId', channelData: { emailAddress: 'ada@example.com' } }],
    });
  });

  it('is an audience call for marketing, whose context is the call’s', () => {
    const { url, body } = sampleOf({ category: 'marketing', contextSchema: { properties: { city: {} } } });
    expect(url).toBe('https://clarion.example/ajo/im/executions/audience');
    expect(body).toEqual({ requestId: 'new-id', campaignId: 'c1', context: { city: 'London' } });
  });

  it('is the same as an event', () => {
    const { body, kafka } = sampleOf({});
    expect(kafka).toMatchObject({
      topic: 'execution.requested.v1',
      headers: { ce_specversion: '1.0', ce_type: 'execution.requested.v1', ce_sandbox: 'dev' },
      value: body,
    });
    expect(kafka.headers).toMatchObject({ ce_id: expect.anything(), ce_source: expect.anything() });
  });

  it('has no context where nothing is read', () => {
    expect(contextOf(undefined)).toBeUndefined();
  });

  it.each([
    '{{#if context.isGift}}{{context.giver}}{{else}}{{context.buyer.name}}{{/if}}',
    '{{#each context.items}}{{#if sale}}{{price}}{{/if}}{{#each tags}}{{this}}{{/each}}{{/each}}',
    '{{context.items.2.name}}{{context.items.length}}',
    '{{#each context.prices}}{{@key}} {{this}}{{/each}}',
    '{{context.name.length}}{{context.name}}',
    '{{#each context.items}}static{{/each}}{{#if context.items.length}}{{context.more}}{{/if}}',
    '{{default context.a context.b}}{{#unless context.c.d}}{{context.c.e}}{{/unless}}',
  ])('fits the schema of %s', (source) => {
    const schema = schemaOf(source) ?? {};
    expect(contextCheck(schema)(contextOf(schema))).toEqual([]);
  });

  it('keeps the bounds that are written by hand', () => {
    const byHand = {
      required: ['code', 'mail', 'when', 'more'],
      properties: {
        total: { type: 'integer', minimum: 100, multipleOf: 10 },
        code: { type: 'string', minLength: 12, maxLength: 12 },
        kind: { enum: ['gift', 'own'] },
        mail: { format: 'email' },
        when: { format: 'date-time' },
        items: { type: 'array', minItems: 3, items: { type: 'string' } },
        one: { type: 'array', maxItems: 1, items: { type: 'number', maximum: 1 } },
      },
    };
    const schema = { allOf: [schemaOf('{{context.total}}{{context.kind}}') ?? {}, byHand] };
    expect(contextCheck(schema)(contextOf(schema))).toEqual([]);
    expect(sampleOf({ contextSchema: schema })).not.toHaveProperty('unfit');
  });

  it('tells what of it does not fit, where a schema is tighter than it can know', () => {
    const contextSchema = { properties: { a: { not: { type: 'string' } } } };
    expect(sampleOf({ contextSchema })).toMatchObject({ unfit: ['/a'] });
  });

  describe('as text', () => {
    const tricky = { contextSchema: { properties: { "it's": { const: "a 'quoted' $HOME `ls` \n${1}" } } } };

    it('is a command line that says the same to a shell, and has the secret put in', () => {
      const { curl, body, url } = sampleOf(tricky);
      const echo = 'curl() { for argument in "$@"; do printf "%s\\0" "$argument"; done; };';
      const env = { ...process.env, CLARION_SECRET: 's3cret' };
      const given = execFileSync('sh', ['-c', `${echo} ${curl}`], { env, encoding: 'utf8' }).split('\0');
      expect(given).toContain(url);
      expect(given).toContain('authorization: Bearer s3cret');
      expect(given).toContain('x-gw-ims-org-id: clarion');
      expect(JSON.parse(given[given.indexOf('-d') + 1] ?? '')).toEqual(body);
    });

    it('is JavaScript that calls the same', async () => {
      const { javaScript, body, url } = sampleOf(tricky);
      const asked: { url: string; method: string; headers: Record<string, string>; body: string }[] = [];
      const fetch = (to: string, options: Omit<(typeof asked)[number], 'url'>) => {
        asked.push({ url: to, ...options });
        return Promise.resolve({ status: 202, json: () => Promise.resolve({}) });
      };
      const globals = { fetch, process: { env: { CLARION_SECRET: 's3cret' } }, console: { log: () => undefined } };
      await runInNewContext(`(async () => { ${javaScript} })()`, globals);
      expect(asked).toMatchObject([
        { url, method: 'POST', headers: { authorization: 'Bearer s3cret', 'x-api-key': 'ck_1' } },
      ]);
      expect(JSON.parse(asked[0]?.body ?? '')).toEqual(body);
    });
  });
});
