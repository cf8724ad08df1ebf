import { createDeadLetters } from '@clarion/dead-letters';
import type { Migrations } from '@clarion/persistence';
import * as deliveries from './0001-deliveries.js';
import * as ledger from './0002-ledger.js';

export const migrations: Migrations = {
  '0001-deliveries': deliveries,
  '0002-ledger': ledger,
  '0003-dead-letters': { up: createDeadLetters },
};
