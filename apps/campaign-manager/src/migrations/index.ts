import type { Migrations } from '@clarion/persistence';
import * as definitions from './0001-definitions.js';

export const migrations: Migrations = { '0001-definitions': definitions };
