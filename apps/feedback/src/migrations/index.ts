import { createDeadLetters } from '@clarion/dead-letters';
import type { Migrations } from '@clarion/persistence';
import * as reports from './0001-reports.js';
import * as progress from './0002-progress.js';
import * as doubt from './0003-deferred-and-unknown.js';
import * as suspensions from './0005-suspensions.js';
import * as engagements from './0006-engagements.js';
import * as purpose from './0007-purpose.js';
import * as webhooks from './0008-webhooks.js';
import * as trackedEngagements from './0009-tracked-engagements.js';

export const migrations: Migrations = {
  '0001-reports': reports,
  '0002-progress': progress,
  '0003-deferred-and-unknown': doubt,
  '0004-dead-letters': { up: createDeadLetters },
  '0005-suspensions': suspensions,
  '0006-engagements': engagements,
  '0007-purpose': purpose,
  '0008-webhooks': webhooks,
  '0009-tracked-engagements': trackedEngagements,
};
