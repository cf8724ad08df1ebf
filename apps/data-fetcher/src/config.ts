import { consumerSettings, secretsSettings, serviceSettings } from '@clarion/service';
import { cleanEnv, EnvError, makeValidator, url, type CleanOptions } from 'envalid';

/** `host:port`, separated by commas, as `URL` spells them. */
const hosts = makeValidator<ReadonlySet<string>>((value) => {
  const items = value.split(',').map((item) => item.trim().toLowerCase());
  const bad = items.find((item) => !/^(\[[0-9a-f:.]+\]|[^\s:/@[\]]+):\d{1,5}$/.test(item));
  if (bad !== undefined) throw new EnvError(`must be host:port, separated by commas; "${bad}" is not`);
  return new Set(items);
});

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
      MANAGER_INTERNAL_URL: url({ default: 'http://127.0.0.1:4100' }),
      RESOLVER_INTERNAL_URL: url({ default: 'http://127.0.0.1:4103' }),
      DEVELOPMENT_ALLOWED_HOSTS: hosts({
        default: new Set<string>(),
        desc: 'host:port, separated by commas: data sources that may be called whatever they are, by plain HTTP too',
      }),
      FETCH_CONCURRENCY: atLeastOne({ default: 8, desc: 'how many data sources are called at once' }),
    },
    options,
  );
}
