import { consumerSettings, countSetting, serviceSettings } from '@clarion/service';
import { cleanEnv, str, url } from 'envalid';
import type { LimitSettings } from './limits/limit-settings.js';

/** Reads the environment once; every fault is printed, and the process ends with 1. */
export function readConfig(environment: NodeJS.ProcessEnv) {
  return cleanEnv(environment, {
    ...serviceSettings(4001),
    ...consumerSettings(),
    MANAGER_INTERNAL_URL: url({ default: 'http://127.0.0.1:4100' }),
    FEEDBACK_INTERNAL_URL: url({ default: 'http://127.0.0.1:4105' }),
    INGRESS_SIGNATURES: str({
      default: 'optional',
      choices: ['optional', 'required'],
      desc: 'whether execution.requested.v1 is taken from those only who sign it with an API key',
    }),
    EXECUTIONS_PER_SECOND: countSetting({ default: 500, desc: 'of each sandbox, over all instances' }),
    HIGH_THROUGHPUT_PER_SECOND: countSetting({ default: 5_000, desc: 'the same for high-throughput calls' }),
    CALLS_AT_ONCE: countSetting({
      default: 1_000,
      desc: 'calls under way in this instance; one sandbox alone may have half',
    }),
    ACCESS_TOKEN_SECONDS: countSetting({ default: 86_400, desc: 'how long an access token counts' }),
  });
}

/** What callers may take at most. */
export function limitsOf(settings: ReturnType<typeof readConfig>): LimitSettings {
  return {
    sandboxRates: {
      standard: settings.EXECUTIONS_PER_SECOND,
      highThroughput: settings.HIGH_THROUGHPUT_PER_SECOND,
    },
    callsAtOnce: settings.CALLS_AT_ONCE,
    tokenSeconds: settings.ACCESS_TOKEN_SECONDS,
  };
}
