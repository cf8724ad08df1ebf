import { createDeadLetters } from '@clarion/dead-letters';
import { createCancelledExecutions, type Migrations } from '@clarion/persistence';
import * as profiles from './0001-profiles.js';
import * as audienceRuns from './0002-audience-runs.js';
import * as membersBySlice from './0004-members-by-slice.js';
import * as consentWishes from './0005-consent-wishes.js';
import * as throttledRuns from './0007-throttled-runs.js';
import * as purpose from './0008-purpose.js';

export const migrations: Migrations = {
  '0001-profiles': profiles,
  '0002-audience-runs': audienceRuns,
  '0003-dead-letters': { up: createDeadLetters },
  '0004-members-by-slice': membersBySlice,
  '0005-consent-wishes': consentWishes,
  '0006-cancelled-executions': { up: createCancelledExecutions },
  '0007-throttled-runs': throttledRuns,
  '0008-purpose': purpose,
};
