import type { Migrations } from '@clarion/persistence';
import * as definitions from './0001-definitions.js';
import * as apiKeyUses from './0003-api-key-uses.js';

export const migrations: Migrations = { '0001-definitions': definitions, '0003-api-key-uses': apiKeyUses };
