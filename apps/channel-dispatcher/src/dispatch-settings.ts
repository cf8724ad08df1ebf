import type { Category } from '@clarion/contracts';
import { deferSchedules, type DeferSchedule } from './defer-schedule.js';

/** How this process sends. */
export interface DispatchSettings {
  categories: readonly Category[];
  /** How many deliveries may be *sending* at once; at least 4. */
  window: number;
  /** How long a delivery stays with an owner that is not heard of any more. */
  leaseMs: number;
  /** How often an owner renews its leases. */
  renewEveryMs: number;
  /** How long deliveries wait for what they say, before they are put off. */
  awaitContentMs: number;
  /** How often the worker looks for deferred deliveries that are due. */
  lookEveryMs: number;
  schedules: Record<Category, DeferSchedule>;
}

/** Nest's token for the settings. */
export const DISPATCH_SETTINGS = Symbol('dispatch settings');

/** What holds unless told. */
export const defaultSettings: DispatchSettings = {
  categories: ['transactional', 'marketing'],
  window: 256,
  leaseMs: 20_000,
  renewEveryMs: 5_000,
  awaitContentMs: 5_000,
  lookEveryMs: 1_000,
  schedules: deferSchedules,
};
