import { consumerSettings, outboundSettings, secretsSettings, serviceSettings } from '@clarion/service';
import { cleanEnv, EnvError, makeValidator, url, type CleanOptions } from 'envalid';

const atLeastOne = makeValidator((value) => {
  const number = Number(value);
  if (Number.isInteger(number) && number >= 1) return number;
  throw new EnvError('must be a whole number from 1');
});

/** Reads the environment once; every fault is printed, and the process ends with 1. */
export function readConfig(environment: NodeJS.ProcessEnv, options: CleanOptions<unknown> = {}) {
  return cleanEnv(
    environment,
    {
      ...serviceSettings(4002),
      ...consumerSettings(),
      ...secretsSettings(),
      ...outboundSettings(),
      MANAGER_INTERNAL_URL: url({ default: 'http://127.0.0.1:4100' }),
      RESOLVER_INTERNAL_URL: url({ default: 'http://127.0.0.1:4103' }),
      FETCH_CONCURRENCY: atLeastOne({ default: 8, desc: 'how many data sources are called at once' }),
    },
    options,
  );
}
