import { ApiKeyGuard, CurrentCaller, Needs, Problem, type Caller } from '@clarion/service';
import { Answers, Area, Does, Refuses, TakesQuery } from '@clarion/service/openapi';
import { Controller, Get, Param, Query, UseGuards } from '@nestjs/common';
import { Type } from '@sinclair/typebox';
import { Fetcher } from './fetcher.js';
import { snapshotAnswer, type SnapshotAnswer } from './snapshot.answer.js';

const mostRows = 1_000;

/** The kept answers of data sources, which the data-fetcher owns. */
@Area('Executions')
@Controller('v1/snapshots')
@UseGuards(ApiKeyGuard)
export class SnapshotsController {
  constructor(private readonly fetcher: Fetcher) {}

  /** Its facts and its first rows: 50 unless told. */
  @Get(':id')
  @Needs('executions:read')
  @Does('Shows a kept answer of a data source.')
  @TakesQuery({ limit: Type.Optional(Type.Integer({ minimum: 0, maximum: mostRows, default: 50 })) })
  @Answers(200, snapshotAnswer, 'Its facts and its first rows.')
  @Refuses(400, 'InvalidRequest')
  @Refuses(404, 'SnapshotNotFound')
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
