import { createDeadLetters } from '@clarion/dead-letters';
import type { Migrations } from '@clarion/persistence';
import * as deliveries from './0001-deliveries.js';
import * as ledger from './0002-ledger.js';
import * as roomForEnds from './0004-room-for-ends.js';
import * as cancelledExecutions from './0005-cancelled-executions.js';

export const migrations: Migrations = {
  '0001-deliveries': deliveries,
  '0002-ledger': ledger,
  '0003-dead-letters': { up: createDeadLetters },
  '0004-room-for-ends': roomForEnds,
  '0005-cancelled-executions': cancelledExecutions,
};
