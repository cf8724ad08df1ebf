import type { ConsumingOptions } from '@clarion/messaging';
import { countSetting } from './count-setting.js';
import type { OpenService } from './open-service.js';
import type { SettingsOf } from './service-settings.js';

/** What every service that consumes events reads beside (envalid specs). docs/operations.md tells of them. */
export function consumerSettings(defaults: { batchMaxKb?: number } = {}) {
  return {
    BATCHES_AT_ONCE: countSetting({ default: 4, desc: 'how many batches of a topic are handled at a time' }),
    BATCH_MAX_EVENTS: countSetting({ default: 400, desc: 'how many events are handled together at most' }),
    BATCH_MAX_KB: countSetting({ default: defaults.batchMaxKb ?? 1024, desc: 'how many kilobytes of events, at most' }),
    TOPIC_PARTITIONS: countSetting({ default: 12, desc: 'how many partitions the topics should have' }),
  };
}

/** The values of `consumerSettings`. */
export type ConsumerSettings = SettingsOf<ReturnType<typeof consumerSettings>>;

/** What all event transports of a service are given. */
export function consumingOf<Tables>(
  { kafka, logger, metrics, onFailure }: OpenService<Tables>,
  settings: ConsumerSettings,
): ConsumingOptions {
  return {
    ...kafka,
    logger,
    metrics,
    onFailure,
    batchesAtOnce: settings.BATCHES_AT_ONCE,
    bounds: { maxEvents: settings.BATCH_MAX_EVENTS, maxBytes: settings.BATCH_MAX_KB * 1024 },
    partitions: settings.TOPIC_PARTITIONS,
  };
}
