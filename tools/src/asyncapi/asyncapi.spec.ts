import { events, type EventDefinition } from '@clarion/contracts';
import { describe, expect, it } from '@jest/globals';
import { Ajv } from 'ajv';
import formats from 'ajv-formats';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { parse } from 'yaml';
import { asyncApiText } from './asyncapi-text.js';

interface Document {
  channels: Record<string, { address: string; messages: Record<string, { $ref: string }> }>;
  operations: Record<string, { action: string; channel: { $ref: string } }>;
}

const readDocument = () => readFile(join(import.meta.dirname, '../../../docs/asyncapi.yaml'), 'utf8');
const document = async () => parse(await readDocument()) as Document;

/** What a reference of the document leads to. */
function at(whole: object, { $ref }: { $ref: string }): unknown {
  const names = $ref.slice('#/'.length).split('/');
  return names.reduce<unknown>((within, name) => (within as Record<string, unknown>)[name], whole);
}

describe('docs/asyncapi.yaml', () => {
  it('says what the contracts say: if not, run `npm run asyncapi`', async () => {
    expect(await readDocument()).toBe(asyncApiText());
  });

  it('is an AsyncAPI 3.0 document', async () => {
    const require = createRequire(import.meta.url);
    const ajv = new Ajv({ strict: false, allErrors: true });
    formats.default(ajv);
    const validate = ajv.compile(require('@asyncapi/specs/schemas/3.0.0-without-$id.json') as object);
    validate(await document());
    expect(validate.errors).toBeNull();
  });

  it('has a channel for every event, with its topic', async () => {
    const { channels } = await document();
    expect(Object.values(channels).map(({ address }) => address)).toEqual(
      Object.values(events).map(({ type }) => type),
    );
  });

  it('refers only to what it has', async () => {
    const whole = await document();
    const references = [
      ...Object.values(whole.channels).flatMap(({ messages }) => Object.values(messages)),
      ...Object.values(whole.operations).map(({ channel }) => channel),
    ];
    expect(references.map((reference) => at(whole, reference))).not.toContain(undefined);
  });

  it('has Clarion take what anyone may publish, and say everything else', async () => {
    const { operations } = await document();
    const taken = Object.values(operations).filter(({ action }) => action === 'receive');
    const fromAnyone = Object.entries<EventDefinition>(events).filter(([, { isFromAnyone }]) => isFromAnyone);
    expect(taken.map(({ channel }) => channel.$ref)).toEqual(fromAnyone.map(([name]) => `#/channels/${name}`));
  });
});
