import { createDeadLetters } from '@clarion/dead-letters';
import type { Migrations } from '@clarion/persistence';
import * as executions from './0001-executions.js';
import * as audienceExecutions from './0002-audience-executions.js';
import * as callAnswers from './0004-call-answers.js';
import * as executionsByAge from './0005-executions-by-age.js';
import * as cancelledExecutions from './0006-cancelled-executions.js';
import * as campaignStops from './0007-campaign-stops.js';
import * as schedules from './0008-schedules.js';
import * as limits from './0009-limits.js';
import * as purpose from './0010-purpose.js';

export const migrations: Migrations = {
  '0001-executions': executions,
  '0002-audience-executions': audienceExecutions,
  '0003-dead-letters': { up: createDeadLetters },
  '0004-call-answers': callAnswers,
  '0005-executions-by-age': executionsByAge,
  '0006-cancelled-executions': cancelledExecutions,
  '0007-campaign-stops': campaignStops,
  '0008-schedules': schedules,
  '0009-limits': limits,
  '0010-purpose': purpose,
};
