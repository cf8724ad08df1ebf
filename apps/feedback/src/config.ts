import {
  consumerSettings,
  countSetting,
  linkSettings,
  outboundSettings,
  serviceSettings,
  webhookSettings,
} from '@clarion/service';
import { cleanEnv, url } from 'envalid';

/** Reads the environment once; every fault is printed, and the process ends with 1. */
export function readConfig(environment: NodeJS.ProcessEnv) {
  return cleanEnv(environment, {
    ...serviceSettings(4005),
    ...linkSettings(),
    ...webhookSettings(),
    ...outboundSettings(),
    MANAGER_INTERNAL_URL: url({ default: 'http://127.0.0.1:4100' }),
    WEBHOOK_CONCURRENCY: countSetting({ default: 128, desc: 'how many deliveries to webhooks are sent at once' }),
    // A few thousand reports: one transaction, and no long synchronous stretch.
    ...consumerSettings({ batchMaxKb: 512 }),
  });
}
