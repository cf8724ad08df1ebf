import { cancelledOf, keepCancelled } from '@clarion/persistence';
import { Injectable } from '@nestjs/common';
import { Kysely } from 'kysely';
import type { Tables } from './tables.js';

/** SQL of executions that are cancelled. */
@Injectable()
export class CancellationsRepository {
  constructor(private readonly database: Kysely<Tables>) {}

  /** Keeps that executions are cancelled: whoever plans or resolves them from now on excludes all of them. */
  async keep(executionIds: readonly string[]): Promise<void> {
    await keepCancelled(this.database, executionIds);
  }

  /** Those of the executions that are cancelled. */
  async among(executionIds: readonly string[]): Promise<Set<string>> {
    return cancelledOf(this.database, executionIds);
  }
}
