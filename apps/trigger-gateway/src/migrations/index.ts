import type { Migrations } from '@clarion/persistence';
import * as executions from './0001-executions.js';

export const migrations: Migrations = { '0001-executions': executions };
