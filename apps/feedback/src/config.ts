import { consumerSettings, linkSettings, serviceSettings } from '@clarion/service';
import { cleanEnv } from 'envalid';

/** Reads the environment once; every fault is printed, and the process ends with 1. */
export function readConfig(environment: NodeJS.ProcessEnv) {
  return cleanEnv(environment, {
    ...serviceSettings(4005),
    ...linkSettings(),
    // A few thousand reports: one transaction, and no long synchronous stretch.
    ...consumerSettings({ batchMaxKb: 512 }),
  });
}
