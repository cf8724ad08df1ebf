import type { Publisher } from '@clarion/messaging';
import type { Logger } from '@clarion/observability';
import { LeaseWorker, type Outbox } from '@clarion/persistence';
import type { Kysely } from 'kysely';
import { Campaigns } from './campaigns.js';
import { ProfilesRepository } from './profiles.repository.js';
import { RightOfWay } from './right-of-way.js';
import { RunPlanning } from './run-planning.js';
import { RunsRepository } from './runs.repository.js';
import { SliceWork } from './slice-work.js';
import { SlicesRepository } from './slices.repository.js';
import type { RunRow, SliceRow, Tables } from './tables.js';

export interface RunWorkersOptions {
  database: Kysely<Tables>;
  outbox: Outbox<Tables>;
  publisher: Publisher;
  campaigns: Campaigns;
  logger: Logger;
  /** How many slices this process resolves at once. */
  sliceConcurrency: number;
  /** See `LeasedWork`. */
  leaseMs?: number;
}

/** Does what audience runs wait for: plans those that are ready, one at a time, and resolves their slices. */
export class RunWorkers {
  readonly planning: RunPlanning;
  /** Slices wait for those whose calls name their recipients. */
  readonly rightOfWay = new RightOfWay();
  private readonly runs: LeaseWorker<Tables, RunRow>;
  private readonly slices: LeaseWorker<Tables, SliceRow>;

  constructor({ database, outbox, publisher, campaigns, logger, sliceConcurrency, leaseMs }: RunWorkersOptions) {
    const repository = new RunsRepository(database, outbox);
    const sliceWork = new SliceWork(repository, new SlicesRepository(database), campaigns, publisher, logger);
    const lease = leaseMs === undefined ? {} : { leaseMs };
    this.slices = new LeaseWorker<Tables, SliceRow>(
      database,
      {
        table: 'slices',
        key: ['execution_id', 'slice'],
        concurrency: sliceConcurrency,
        work: async (slice) => {
          const nextInMs = await this.rightOfWay.behind(() => sliceWork.work(slice));
          // Whoever else looks finds it within a second.
          if (nextInMs === undefined) return;
          setTimeout(() => {
            this.slices.wake();
          }, nextInMs).unref();
        },
        ...lease,
      },
      logger,
    );
    this.planning = new RunPlanning(repository, campaigns, new ProfilesRepository(database), logger, () => {
      outbox.publishSoon();
      this.slices.wake();
    });
    this.runs = new LeaseWorker<Tables, RunRow>(
      database,
      { table: 'runs', key: ['execution_id'], concurrency: 1, work: (run) => this.planning.work(run), ...lease },
      logger,
    );
  }

  start(): void {
    this.runs.start();
    this.slices.start();
  }

  /** Looks for what is due at once. */
  wake(): void {
    this.runs.wake();
    this.slices.wake();
  }

  /** Begins nothing more, and waits for what is under way. */
  async stop(): Promise<void> {
    await Promise.all([this.runs.stop(), this.slices.stop()]);
  }
}
