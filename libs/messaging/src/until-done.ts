import type { Logger } from '@clarion/observability';
import { pauseWhile } from './hand-over.js';
import { pauseMs } from './pause.js';

/** Takes a step towards a consumer group again and again, after growing pauses, until it succeeds or is not wanted. */
export async function untilDone(
  step: () => Promise<void>,
  isWanted: () => boolean,
  { group, logger }: { group: string; logger: Logger },
): Promise<void> {
  for (let attempt = 1; isWanted(); attempt += 1) {
    try {
      await step();
      return;
    } catch (error) {
      const waitMs = pauseMs(attempt, Math.random());
      logger.warn({ err: error, group, waitMs }, 'cannot join the consumer group, trying again');
      await pauseWhile(isWanted, waitMs);
    }
  }
}
