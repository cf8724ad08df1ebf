import type { Migrations } from '@clarion/persistence';
import * as profiles from './0001-profiles.js';

export const migrations: Migrations = { '0001-profiles': profiles };
