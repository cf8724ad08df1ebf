import type { Metrics } from '@clarion/observability';
import type { ScheduleRow } from './schedule-row.js';

/** Counts the schedules that this process has ended. */
export class ScheduleMetrics {
  private readonly schedules;

  constructor(metrics: Metrics) {
    this.schedules = metrics.counter({
      name: 'clarion_schedules_ended_total',
      help: 'Schedules that have ended: triggered, failed as they were to trigger, or deleted before',
      labels: ['state'],
    });
  }

  ended(state: ScheduleRow['state']): void {
    this.schedules.inc({ state });
  }
}
