import type { Migrations } from '@clarion/persistence';
import * as definitions from './0001-definitions.js';
import * as dataSourceTests from './0002-data-source-tests.js';

export const migrations: Migrations = {
  '0001-definitions': definitions,
  '0002-data-source-tests': dataSourceTests,
};
