import { createDeadLetters } from '@clarion/dead-letters';
import type { Migrations } from '@clarion/persistence';
import * as executions from './0001-executions.js';
import * as audienceExecutions from './0002-audience-executions.js';
import * as purpose from './0004-purpose.js';

export const migrations: Migrations = {
  '0001-executions': executions,
  '0002-audience-executions': audienceExecutions,
  '0003-dead-letters': { up: createDeadLetters },
  '0004-purpose': purpose,
};
