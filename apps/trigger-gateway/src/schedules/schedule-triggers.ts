import { LOGGER, traceIdOf, type Logger } from '@clarion/observability';
import type { Lease } from '@clarion/persistence';
import { Problem } from '@clarion/service';
import { Inject, Injectable } from '@nestjs/common';
import type { Call } from '../call.js';
import { Executions } from '../executions.js';
import { owedEvent } from '../new-execution.js';
import type { Tables } from '../tables.js';
import { failedEvent } from './failed-event.js';
import { failureOf, type Failure } from './failure.js';
import { ScheduleEndsRepository, type ScheduleEnd } from './schedule-ends.repository.js';
import { ScheduleMetrics } from './schedule-metrics.js';
import type { ScheduleRow } from './schedule-row.js';

/** Triggers schedules whose time has come: each begins its execution, or fails with the reason why it may not run. */
@Injectable()
export class ScheduleTriggers {
  constructor(
    private readonly executions: Executions,
    private readonly ends: ScheduleEndsRepository,
    private readonly metrics: ScheduleMetrics,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  /** @throws ServiceUnavailable while nobody can say whether its campaign is live: it is tried again. */
  async trigger(lease: Lease<Tables, ScheduleRow>): Promise<void> {
    const { row: schedule } = lease;
    const end = await this.endOf(schedule);
    await this.ends.end(lease, end);
    this.tell(schedule, end);
  }

  /**
   * As a call that comes at this moment is judged: the version that is live now runs. Who may call was judged when the call
   * came, of the campaign's access labels, too.
   */
  private async endOf(schedule: ScheduleRow): Promise<ScheduleEnd> {
    const { sandbox, traceparent, reason, detail } = schedule;
    if (reason !== null) return failedEnd({ reason, detail: detail ?? '' }, new Date(), traceparent);
    const at = notBefore(schedule.execute_at);
    const call: Call = { kind: 'audience', body: schedule.call };
    try {
      const { campaign } = await this.executions.accepted(call, { sandbox, heldLabels: 'every' }, at);
      const { version, body } = campaign;
      return {
        schedule: { state: 'triggered', reason: null, detail: null },
        execution: { campaign_version: version, accepted_at: at },
        eventOf: (execution) => owedEvent(execution, call, body, traceparent),
      };
    } catch (refusal) {
      if (!(refusal instanceof Problem)) throw refusal;
      return failedEnd(failureOf(refusal), at, traceparent);
    }
  }

  private tell(schedule: ScheduleRow, { schedule: { state, reason }, execution }: ScheduleEnd): void {
    const { schedule_id: scheduleId, execution_id: executionId, campaign_id: campaignId } = schedule;
    const lateMs = execution.accepted_at.getTime() - schedule.execute_at.getTime();
    const said = { scheduleId, executionId, campaignId, lateMs, traceId: traceIdOf(schedule.traceparent) };
    if (state === 'failed') this.logger.warn({ ...said, reason }, 'schedule failed');
    else this.logger.info(said, 'schedule triggered');
    this.metrics.ended(state);
  }
}

/** Now; the database has said that the time has come, so this machine's clock may be behind, but the schedule is not early. */
function notBefore(executeAt: Date): Date {
  return new Date(Math.max(Date.now(), executeAt.getTime()));
}

function failedEnd(failure: Failure, at: Date, traceparent: string): ScheduleEnd {
  return {
    schedule: { state: 'failed', ...failure },
    execution: { accepted_at: at },
    eventOf: (execution) => failedEvent(execution, failure, traceparent),
  };
}
