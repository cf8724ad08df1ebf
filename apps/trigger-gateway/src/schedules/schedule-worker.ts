import { LOGGER, type Logger } from '@clarion/observability';
import { LeaseWorker } from '@clarion/persistence';
import { Inject, Injectable, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import { Kysely } from 'kysely';
import type { Tables } from '../tables.js';
import type { ScheduleRow } from './schedule-row.js';
import { ScheduleTriggers } from './schedule-triggers.js';

/** How many are triggered at once: more than this wait for a connection to the database. */
const concurrency = 8;

/** Looks every second for schedules that are due; whoever's instance has its lease triggers it. */
@Injectable()
export class ScheduleWorker implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly worker: LeaseWorker<Tables, ScheduleRow>;

  constructor(database: Kysely<Tables>, triggers: ScheduleTriggers, @Inject(LOGGER) logger: Logger) {
    this.worker = new LeaseWorker<Tables, ScheduleRow>(
      database,
      { table: 'schedules', key: ['schedule_id'], concurrency, work: (lease) => triggers.trigger(lease) },
      logger,
    );
  }

  onApplicationBootstrap(): void {
    this.worker.start();
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.worker.stop();
  }
}
