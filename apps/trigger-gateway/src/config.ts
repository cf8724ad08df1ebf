import { consumerSettings, serviceSettings } from '@clarion/service';
import { cleanEnv, EnvError, makeValidator, str, url, type CleanOptions } from 'envalid';

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
      ...consumerSettings(),
      MANAGER_INTERNAL_URL: url({ default: 'http://127.0.0.1:4100' }),
      FEEDBACK_INTERNAL_URL: url({ default: 'http://127.0.0.1:4105' }),
      EXECUTIONS_KEPT_DAYS: days({ default: 30, desc: 'for how long a request that comes again is known' }),
      INGRESS_SIGNATURES: str({
        default: 'optional',
        choices: ['optional', 'required'],
        desc: 'whether execution.requested.v1 is taken from those only who sign it with an API key',
      }),
    },
    options,
  );
}
