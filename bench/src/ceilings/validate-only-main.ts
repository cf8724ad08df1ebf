import 'reflect-metadata';
import { createLogger, LOGGER } from '@clarion/observability';
import { AccessTokens, hashSecret } from '@clarion/security';
import { API_KEYS, Authentication, createApp } from '@clarion/service';
import { Module, type DynamicModule, type Type } from '@nestjs/common';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

/*
 * The gateway's own controller, with its guard, its validation and its answers, before an `Executions` that keeps
 * nothing and an `Admission` that counts nothing: what is left when accepting costs nothing. It stands outside the product, so it takes the gateway as it was
 * built, by its files.
 */
@Module({})
class ValidateOnly {}

interface Accepted {
  body: { requestId: string; campaignId: string };
}

const gateway = join(import.meta.dirname, '../../../apps/trigger-gateway/dist');
const { ExecutionsController } = await built<{ ExecutionsController: Type }>('executions.controller.js');
const { Executions } = await built<{ Executions: Type }>('executions.js');
const { Admission } = await built<{ Admission: Type }>('limits/admission.js');
const { Places } = await built<{ Places: new (count: number) => object }>('limits/places.js');

const { PORT, KEY_SECRET = '', SANDBOX = '' } = process.env;
const logger = createLogger('validate-only', 'info');
const key = { sandbox: SANDBOX, secretHash: hashSecret(KEY_SECRET) };
const module: DynamicModule = {
  module: ValidateOnly,
  controllers: [ExecutionsController],
  providers: [
    { provide: Executions, useValue: { accept } },
    { provide: API_KEYS, useValue: { find: () => Promise.resolve(key), noteUse: () => undefined } },
    { provide: AccessTokens, useValue: new AccessTokens(KEY_SECRET) },
    Authentication,
    { provide: Admission, useValue: { admit: () => Promise.resolve() } },
    { provide: Places, useFactory: () => new Places(1_000) },
    { provide: LOGGER, useValue: logger },
  ],
};
const app = await createApp(module, { logger });
await app.listen(Number(PORT), '127.0.0.1');

/** As the gateway's, but nothing is looked up and nothing kept. */
function accept({ body }: Accepted, { keyId }: { keyId: string }): Promise<object> {
  return Promise.resolve({
    execution: {
      execution_id: 'UMA-01932f5e-7c1a-7000-8000-000000000000',
      campaign_id: body.campaignId,
      request_id: body.requestId,
      accepted_at: new Date(),
      accepted_by: keyId,
    },
    isNew: true,
  });
}

async function built<Exports>(file: string): Promise<Exports> {
  return (await import(pathToFileURL(join(gateway, file)).href)) as Exports;
}
