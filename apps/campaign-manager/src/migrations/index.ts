import type { Migrations } from '@clarion/persistence';
import * as definitions from './0001-definitions.js';
import * as campaignLife from './0002-campaign-life.js';
import * as definitionLists from './0003-definition-lists.js';
import * as dataSourceTests from './0004-data-source-tests.js';

export const migrations: Migrations = {
  '0001-definitions': definitions,
  '0002-campaign-life': campaignLife,
  '0003-definition-lists': definitionLists,
  '0004-data-source-tests': dataSourceTests,
};
