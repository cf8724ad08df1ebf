import type { Migrations } from '@clarion/persistence';
import * as reports from './0001-reports.js';

export const migrations: Migrations = { '0001-reports': reports };
