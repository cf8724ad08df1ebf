import { publishFastReset } from '../definitions.js';
import type { Scenario } from '../scenario.js';
import { allServices } from '../stack.js';
import { untilLive } from './calls.js';
import { sendCalls } from './send-calls.js';

/** So few calls a second that each finds every service with nothing to do. */
const idlePerSecond = 5;

/**
 * How many mails a second come out of calls in high-throughput mode, and how long a mail takes when nothing else is done, and
 * at half of the most.
 */
export function highThroughput(recipientsPerCall: 1 | 20): Scenario {
  return async (place, sizes, say) => {
    await place.stack.start(...allServices);
    const campaignId = await publishFastReset(place);
    await untilLive(place, campaignId, true);
    return sendCalls(place, sizes, say, {
      name: `high-throughput-${recipientsPerCall}`,
      campaignId,
      isHighThroughput: true,
      recipientsPerCall,
      countedMs: sizes.fastMs,
      levels: (most) => ({ idle: idlePerSecond, at50Percent: most * 0.5 }),
    });
  };
}
