import { Problem } from '@clarion/service';
import { Controller, Get, Header, Param } from '@nestjs/common';
import { SnapshotsRepository } from './snapshots.repository.js';

/** The rows of data sources, for the dispatcher (design, section 3). `runService` guards `/internal`. */
@Controller('internal/snapshots')
export class SnapshotsController {
  constructor(private readonly snapshots: SnapshotsRepository) {}

  /** `{id, executionId, alias, rows}`; the rows are passed on as the JSON that they are kept as. */
  @Get(':id')
  @Header('content-type', 'application/json; charset=utf-8')
  async find(@Param('id') id: string): Promise<string> {
    const snapshot = /^\d{1,18}$/.test(id) ? await this.snapshots.find(id) : undefined;
    if (!snapshot) throw new Problem(404, 'SnapshotNotFound', 'There is no such snapshot.');
    const { rowsJson, ...rest } = snapshot;
    return `${JSON.stringify(rest).slice(0, -1)},"rows":${rowsJson}}`;
  }
}
