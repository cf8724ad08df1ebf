import { Problem } from '@clarion/service';
import { Controller, Get, Header, Param, StreamableFile } from '@nestjs/common';
import { Readable } from 'node:stream';
import { SnapshotsRepository } from './snapshots.repository.js';

/** The rows of data sources, for the dispatcher (design, section 3). `runService` guards `/internal`. */
@Controller('internal/snapshots')
export class SnapshotsController {
  constructor(private readonly snapshots: SnapshotsRepository) {}

  /** `{id, executionId, alias, rows}`; the rows are passed on as the JSON that they are kept as. */
  @Get(':id')
  @Header('content-type', 'application/json; charset=utf-8')
  async find(@Param('id') id: string): Promise<string> {
    const snapshot = isId(id) ? await this.snapshots.find(id) : undefined;
    if (!snapshot) throw noSuchSnapshot();
    const { rowsJson, ...rest } = snapshot;
    return `${JSON.stringify(rest).slice(0, -1)},"rows":${rowsJson}}`;
  }

  /** Its rows, one a line, as they are read: neither side has to take in all of them at once. */
  @Get(':id/rows')
  async rows(@Param('id') id: string): Promise<StreamableFile> {
    const lines = isId(id) ? await this.snapshots.lines(id) : undefined;
    if (!lines) throw noSuchSnapshot();
    return new StreamableFile(Readable.from(lines, { objectMode: false }), { type: 'application/x-ndjson' });
  }
}

function isId(text: string): boolean {
  return /^\d{1,18}$/.test(text);
}

function noSuchSnapshot(): Problem {
  return new Problem(404, 'SnapshotNotFound', 'There is no such snapshot.');
}
