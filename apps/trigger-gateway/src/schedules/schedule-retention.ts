import { LOGGER, type Logger } from '@clarion/observability';
import { Inject, Injectable, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import { Kysely, sql } from 'kysely';
import type { Tables } from '../tables.js';

const intervalMs = 3_600_000;
/** So many rows go in one statement. */
const portion = 1_000;

/**
 * Removes schedules 30 days after they have ended. With one that was deleted goes its execution, which never began, and
 * so its `requestId` may be used again. Any number of instances may do so.
 */
@Injectable()
export class ScheduleRetention implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private timer: NodeJS.Timeout | undefined;
  private sweeping: Promise<void> = Promise.resolve();
  private isStopped = false;

  constructor(
    private readonly database: Kysely<Tables>,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  onApplicationBootstrap(): void {
    this.timer = setInterval(() => {
      this.sweeping = this.sweep().catch((error: unknown) => {
        this.logger.warn({ err: error }, 'schedules that are too old could not be removed, trying again in an hour');
      });
    }, intervalMs);
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.isStopped = true;
    clearInterval(this.timer);
    await this.sweeping;
  }

  async sweep(): Promise<void> {
    let removed = portion;
    while (removed === portion && !this.isStopped) removed = await this.removeSome();
  }

  private async removeSome(): Promise<number> {
    const { rows } = await sql`
      with old as (
        select schedule_id from schedules
        where ended_at < clock_timestamp() - interval '30 days'
        order by ended_at
        limit ${portion}
        for update skip locked
      ), removed as (
        delete from schedules using old where schedules.schedule_id = old.schedule_id
        returning schedules.execution_id, schedules.state
      ), never_begun as (
        delete from executions using removed
        where executions.execution_id = removed.execution_id and removed.state = 'deleted'
      )
      select from removed`.execute(this.database);
    return rows.length;
  }
}
