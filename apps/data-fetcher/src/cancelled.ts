import { executionEndReasons } from '@clarion/contracts';
import type { Failure } from './failure.js';

/** Why a cancelled execution is skipped. */
export const cancelled: Failure = { reason: 'Cancelled', detail: executionEndReasons.Cancelled };
