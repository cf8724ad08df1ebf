import type { Migrations } from '@clarion/persistence';
import * as definitions from './0001-definitions.js';
import * as campaignLife from './0002-campaign-life.js';
import * as definitionLists from './0003-definition-lists.js';
import * as apiKeyUses from './0004-api-key-uses.js';
import * as audit from './0005-audit.js';
import * as dataSourceTests from './0006-data-source-tests.js';
import * as cancelRunning from './0007-cancel-running.js';
import * as sandboxes from './0008-sandboxes.js';
import * as approvalAndLabels from './0009-approval-and-labels.js';
import * as secretIndex from './0010-secret-index.js';
import * as proofVersions from './0011-proof-versions.js';

export const migrations: Migrations = {
  '0001-definitions': definitions,
  '0002-campaign-life': campaignLife,
  '0003-definition-lists': definitionLists,
  '0004-api-key-uses': apiKeyUses,
  '0005-audit': audit,
  '0006-data-source-tests': dataSourceTests,
  '0007-cancel-running': cancelRunning,
  '0008-sandboxes': sandboxes,
  '0009-approval-and-labels': approvalAndLabels,
  '0010-secret-index': secretIndex,
  '0011-proof-versions': proofVersions,
};
