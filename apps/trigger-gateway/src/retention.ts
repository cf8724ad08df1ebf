import type { Logger } from '@clarion/observability';
import { Poller } from '@clarion/persistence';
import { sql, type Kysely } from 'kysely';
import type { Tables } from './tables.js';

const intervalMs = 60_000;
/** So many rows go in one statement. */
const portion = 1_000;

/**
 * What was accepted longer ago than executions are kept goes: from then on the same request would be a new one, and its
 * status is not known any more.
 */
export class Retention {
  private readonly poller = new Poller(() => this.turn(), intervalMs);
  private isStopped = false;

  constructor(
    private readonly database: Kysely<Tables>,
    private readonly keptDays: number,
    private readonly logger: Logger,
  ) {}

  start(): void {
    this.poller.start();
  }

  async stop(): Promise<void> {
    this.isStopped = true;
    await this.poller.stop();
  }

  /** Any number of instances may do so at once. @returns how many rows went. */
  async sweep(): Promise<number> {
    let [removed, last] = [0, portion];
    while (last === portion && !this.isStopped) {
      last = await this.removePortion();
      removed += last;
    }
    return removed;
  }

  private async turn(): Promise<void> {
    try {
      await this.sweep();
    } catch (error) {
      this.logger.warn({ err: error }, 'executions that are too old could not be removed, trying again in a minute');
    }
  }

  private async removePortion(): Promise<number> {
    const { numAffectedRows = 0n } = await sql`
      delete from executions where execution_id in (
        select execution_id from executions
        where accepted_at < clock_timestamp() - make_interval(days => ${this.keptDays})
        order by accepted_at
        limit ${portion}
        for update skip locked
      )`.execute(this.database);
    return Number(numAffectedRows);
  }
}
