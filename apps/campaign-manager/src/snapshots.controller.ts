import { ApiKeyGuard, CurrentCaller, Needs, Problem, type Caller } from '@clarion/service';
import { Controller, Get, Param, Query, UseGuards } from '@nestjs/common';
import { Fetcher } from './fetcher.js';
import type { SnapshotAnswer } from './snapshot.answer.js';

const mostRows = 1_000;

/** The kept answers of data sources, which the data-fetcher owns. */
@Controller('v1/snapshots')
@UseGuards(ApiKeyGuard)
export class SnapshotsController {
  constructor(private readonly fetcher: Fetcher) {}

  /** Its facts and its first rows: 50 unless told. */
  @Get(':id')
  @Needs('executions:read')
  async find(
    @Param('id') id: string,
    @Query('limit') limit: unknown = '50',
    @CurrentCaller() { sandbox }: Caller,
  ): Promise<SnapshotAnswer> {
    if (typeof limit !== 'string' || !/^\d{1,4}$/.test(limit) || Number(limit) > mostRows) {
      throw new Problem(400, 'InvalidRequest', `limit must be a whole number of at most ${mostRows}.`);
    }
    const snapshot = await this.fetcher.snapshot(id, sandbox, Number(limit));
    if (!snapshot) throw new Problem(404, 'SnapshotNotFound', 'The sandbox has no such snapshot.');
    return snapshot;
  }
}
