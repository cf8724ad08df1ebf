import { consumerSettings, serviceSettings } from '@clarion/service';
import { cleanEnv, makeValidator, url } from 'envalid';

const count = makeValidator<number>((value) => {
  const number = Number(value);
  if (Number.isInteger(number) && number >= 1) return number;
  throw new Error(`not a whole number from 1: ${value}`);
});

/** Reads the environment once; every fault is printed, and the process ends with 1. */
export function readConfig(environment: NodeJS.ProcessEnv) {
  return cleanEnv(environment, {
    ...serviceSettings(4003),
    ...consumerSettings(),
    MANAGER_INTERNAL_URL: url({ default: 'http://127.0.0.1:4100' }),
    SLICE_CONCURRENCY: count({ default: 4, desc: 'how many slices of 1,000 members are resolved at once' }),
  });
}
