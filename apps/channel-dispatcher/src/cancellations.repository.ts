import { keepCancelled } from '@clarion/persistence';
import { Injectable } from '@nestjs/common';
import { Kysely, sql } from 'kysely';
import type { Tables } from './tables.js';

/** SQL of executions that are cancelled. */
@Injectable()
export class CancellationsRepository {
  constructor(private readonly database: Kysely<Tables>) {}

  /**
   * Keeps that executions are cancelled: no statement of the ledger begins a delivery of them from now on. Their deferred
   * deliveries are due at once, so that the worker excludes them.
   */
  async keep(executionIds: readonly string[]): Promise<void> {
    await keepCancelled(this.database, executionIds);
    await sql`
      update deliveries set due_at = clock_timestamp()
      where execution_id = any(${executionIds}::text[]) and state = 'deferred' and due_at > clock_timestamp()`.execute(
      this.database,
    );
  }
}
