import { Injectable } from '@nestjs/common';
import { audienceStatusOf } from '../audience-status.js';
import type { AudienceStatus } from '../execution-status.answer.js';
import { AudienceStatuses } from '../audience-statuses.js';
import { ExecutionsRepository } from '../executions.repository.js';
import type { ExecutionRow } from '../tables.js';
import type { ScheduleRow } from './schedule-row.js';
import type { ScheduleStatus } from './schedule-status.answer.js';
import { scheduleStatusOf } from './schedule-status.js';

/** Knows where schedules stand, and how far the executions have come that they began. */
@Injectable()
export class ScheduleStatuses {
  constructor(
    private readonly executions: ExecutionsRepository,
    private readonly audiences: AudienceStatuses,
  ) {}

  /** @throws ServiceUnavailable */
  async of(schedule: ScheduleRow): Promise<ScheduleStatus> {
    // It may trigger at this very moment: then the execution is there, and this row does not know of it.
    if (schedule.state === 'scheduled') return scheduleStatusOf(schedule, undefined);
    const execution = await this.executions.read(schedule.execution_id, schedule.sandbox);
    return scheduleStatusOf(schedule, execution && (await this.detailsOf(schedule, execution)));
  }

  /** That it failed is known here before others have heard of it. */
  private async detailsOf({ state, call, ...schedule }: ScheduleRow, execution: ExecutionRow): Promise<AudienceStatus> {
    if (state !== 'failed') return this.audiences.of(execution);
    const { reason, detail } = schedule;
    const run = { state: 'failed' as const, ...(reason !== null && { reason }), ...(detail !== null && { detail }) };
    return audienceStatusOf(execution, call.audience?.id, { counts: nobody, run, recipients: [] });
  }
}

const nobody = { deferred: 0, sent: 0, failed: 0, excluded: 0, unknown: 0, rendered: 0 };
