import { createDeadLetters } from '@clarion/dead-letters';
import { createCancelledExecutions, type Migrations } from '@clarion/persistence';
import * as fetches from './0001-fetches.js';
import * as requests from './0003-requests.js';
import * as policy from './0004-policy.js';
import * as rejectedRows from './0005-rejected-rows.js';
import * as refreshes from './0006-refreshes.js';

export const migrations: Migrations = {
  '0001-fetches': fetches,
  '0002-dead-letters': { up: createDeadLetters },
  '0003-requests': requests,
  '0004-policy': policy,
  '0005-rejected-rows': rejectedRows,
  '0006-refreshes': refreshes,
  '0007-cancelled-executions': { up: createCancelledExecutions },
};
