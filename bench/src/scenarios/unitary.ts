import { publishReset } from '../definitions.js';
import { storeProfiles } from '../profiles.js';
import type { Scenario } from '../scenario.js';
import { allServices } from '../stack.js';
import { untilLive } from './calls.js';
import { sendCalls } from './send-calls.js';

/** How many mails a second come out of calls for one stored profile each, and how long a mail takes at less than that. */
export const unitary: Scenario = async (place, sizes, say) => {
  await place.stack.start(...allServices);
  await storeProfiles(place.database, 'caller', 0, sizes.callers);
  const campaignId = await publishReset(place);
  await untilLive(place, campaignId);
  return sendCalls(place, sizes, say, {
    name: 'unitary',
    campaignId,
    isHighThroughput: false,
    recipientsPerCall: 1,
    countedMs: sizes.unitaryMs,
    levels: (most) => ({ at25Percent: most * 0.25, at50Percent: most * 0.5, at80Percent: most * 0.8 }),
  });
};
