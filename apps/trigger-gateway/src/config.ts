import { consumerSettings, serviceSettings } from '@clarion/service';
import { cleanEnv, str, url } from 'envalid';

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
  });
}
