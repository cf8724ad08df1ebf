import { secretsSettings, serviceSettings, webhookSettings } from '@clarion/service';
import { cleanEnv, EnvError, makeValidator, url, type CleanOptions } from 'envalid';
import type { BootstrapKey } from './keys/bootstrap-key.js';
import type { ConsumingService } from './dead-letter-services.js';

/** The three belong together: all or none. */
const bootstrapKey = ['BOOTSTRAP_KEY_ID', 'BOOTSTRAP_KEY_SECRET', 'BOOTSTRAP_KEY_SANDBOX'] as const;
const ofBootstrapKey = {
  default: undefined,
  requiredWhen: (settings: Record<string, unknown>) => bootstrapKey.some((name) => settings[name] !== undefined),
};

/** What travels in a header as it is. */
const token = makeValidator((value) => {
  if (/^[\x21-\x7e]+$/.test(value)) return value;
  throw new EnvError('must be ASCII without blanks');
});

/** Only its SHA-256 is kept, so it must be too long to guess: 22 characters of base64 are 128 bits. */
const secret = makeValidator((value) => {
  if (/^[\x21-\x7e]{22,}$/.test(value)) return value;
  throw new EnvError('must be at least 22 random ASCII characters without blanks');
});

/** Reads the environment once; every fault is printed, and the process ends with 1. */
export function readConfig(environment: NodeJS.ProcessEnv, options: CleanOptions<unknown> = {}) {
  return cleanEnv(
    environment,
    {
      ...serviceSettings(4000),
      GATEWAY_URL: url({ default: 'http://127.0.0.1:4001', desc: 'where callers reach the trigger-gateway' }),
      GATEWAY_INTERNAL_URL: url({ default: 'http://127.0.0.1:4101' }),
      FETCHER_INTERNAL_URL: url({ default: 'http://127.0.0.1:4102' }),
      RESOLVER_INTERNAL_URL: url({ default: 'http://127.0.0.1:4103' }),
      DISPATCHER_INTERNAL_URL: url({ default: 'http://127.0.0.1:4104' }),
      FEEDBACK_INTERNAL_URL: url({ default: 'http://127.0.0.1:4105' }),
      ...secretsSettings(),
      ...webhookSettings(),
      BOOTSTRAP_KEY_ID: token({ ...ofBootstrapKey, desc: 'x-api-key of a key that is there from the start' }),
      BOOTSTRAP_KEY_SECRET: secret({ ...ofBootstrapKey, desc: 'its secret' }),
      BOOTSTRAP_KEY_SANDBOX: token({ ...ofBootstrapKey, desc: 'its sandbox' }),
    },
    options,
  );
}

/** The values of the environment, checked. */
export type Config = ReturnType<typeof readConfig>;

/** The key to be there from the start, if one is set. */
export function bootstrapKeyOf(config: Config): BootstrapKey | undefined {
  const { BOOTSTRAP_KEY_ID: id, BOOTSTRAP_KEY_SECRET: secret, BOOTSTRAP_KEY_SANDBOX: sandbox } = config;
  return id && secret && sandbox ? { id, secret, sandbox } : undefined;
}

/** Where the services are that consume events. */
export function internalUrlsOf(config: Config): Record<ConsumingService, string> {
  return {
    'trigger-gateway': config.GATEWAY_INTERNAL_URL,
    'data-fetcher': config.FETCHER_INTERNAL_URL,
    'audience-resolver': config.RESOLVER_INTERNAL_URL,
    'channel-dispatcher': config.DISPATCHER_INTERNAL_URL,
    feedback: config.FEEDBACK_INTERNAL_URL,
  };
}
