import { pauseMs } from '@clarion/contracts';
import type { Logger } from '@clarion/observability';
import { pauseWhile } from './hand-over.js';

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
      const reason = error instanceof Error ? error.message : String(error);
      logger.warn({ group, waitMs }, `cannot join the consumer group, trying again: ${reason}`);
      await pauseWhile(isWanted, waitMs);
    }
  }
}
