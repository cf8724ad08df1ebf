import { consumerSettings, countSetting, serviceSettings } from '@clarion/service';
import { cleanEnv, EnvError, makeValidator, str, url, type CleanOptions } from 'envalid';
import type { LimitSettings } from './limits/limit-settings.js';

/** As long as the topics keep a request that may come again. */
const fewestDays = 14;

const days = makeValidator((value) => {
  const number = /^\d{1,4}$/.test(value) ? Number(value) : 0;
  if (number >= fewestDays) return number;
  throw new EnvError(`must be a whole number of days, from ${fewestDays} to 9999: so long the topics keep a request`);
});

/** Reads the environment once; every fault is printed, and the process ends with 1. */
export function readConfig(environment: NodeJS.ProcessEnv, options: CleanOptions<unknown> = {}) {
  return cleanEnv(
    environment,
    {
      ...serviceSettings(4001),
      ...consumerSettings({ batchMaxKb: 256 }),
      MANAGER_INTERNAL_URL: url({ default: 'http://127.0.0.1:4100' }),
      FEEDBACK_INTERNAL_URL: url({ default: 'http://127.0.0.1:4105' }),
      EXECUTIONS_KEPT_DAYS: days({ default: 30, desc: 'for how long a request that comes again is known' }),
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
    },
    options,
  );
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
