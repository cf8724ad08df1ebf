import { Definitions } from '@clarion/definitions';
import { LOGGER, type Logger } from '@clarion/observability';
import { ApiKeyGuard, CurrentCaller, Needs, Problem, type Caller } from '@clarion/service';
import { Answers, Area, Does, Refuses } from '@clarion/service/openapi';
import { Controller, Delete, Get, Inject, Param, UseGuards } from '@nestjs/common';
import { Type } from '@sinclair/typebox';
import { validate as isUuid } from 'uuid';
import { holdsLabels } from '../holds-labels.js';
import { ScheduleMetrics } from './schedule-metrics.js';
import type { ScheduleRow } from './schedule-row.js';
import { scheduleStatus, type ScheduleStatus } from './schedule-status.answer.js';
import { ScheduleStatuses } from './schedule-statuses.js';
import { SchedulesRepository } from './schedules.repository.js';

/** Adobe's schedules, and the same under our own path. */
@Area('Schedules')
@Controller(['ajo/im/executions/schedules', 'v1/schedules'])
@UseGuards(ApiKeyGuard)
export class SchedulesController {
  constructor(
    private readonly schedules: SchedulesRepository,
    private readonly statuses: ScheduleStatuses,
    private readonly definitions: Definitions,
    private readonly metrics: ScheduleMetrics,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  @Get(':scheduleId')
  @Does('Says where a schedule stands.')
  @Answers(200, scheduleStatus, 'It waits, or has triggered.')
  @Refuses(404, 'ScheduleNotFound')
  @Needs('executions:read')
  async status(@Param('scheduleId') scheduleId: string, @CurrentCaller() caller: Caller): Promise<ScheduleStatus> {
    return this.statuses.of(await this.find(scheduleId, caller));
  }

  /** Against its triggering exactly one wins: it is deleted and never runs, or it runs and this is refused. */
  @Delete(':scheduleId')
  @Does('Deletes a schedule that has not triggered yet.')
  @Answers(200, Type.Object({}), 'It never runs.')
  @Refuses(404, 'ScheduleNotFound')
  @Refuses(409, 'ScheduleTriggered')
  @Needs('executions:write')
  async delete(
    @Param('scheduleId') scheduleId: string,
    @CurrentCaller() caller: Caller,
  ): Promise<Record<string, never>> {
    const { sandbox, keyId } = caller;
    const { execution_id: executionId } = await this.find(scheduleId, caller);
    if (!(await this.schedules.delete(scheduleId, sandbox))) {
      const { ended_at: endedAt } = await this.find(scheduleId, caller);
      const detail = `It triggered at ${endedAt?.toISOString()}: its execution is ${executionId}.`;
      throw new Problem(409, 'ScheduleTriggered', detail);
    }
    this.logger.info({ scheduleId, executionId, keyId }, 'schedule deleted');
    this.metrics.ended('deleted');
    return {};
  }

  private async find(scheduleId: string, caller: Caller): Promise<ScheduleRow> {
    const schedule = isUuid(scheduleId) ? await this.schedules.read(scheduleId, caller.sandbox) : undefined;
    if (schedule && (await holdsLabels(caller, schedule.campaign_id, this.definitions))) return schedule;
    throw new Problem(404, 'ScheduleNotFound', `The sandbox has no schedule ${scheduleId}, or it was deleted.`);
  }
}
