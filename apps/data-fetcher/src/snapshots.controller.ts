import { Problem } from '@clarion/service';
import { Controller, Get, Param, Query, StreamableFile } from '@nestjs/common';
import { Readable } from 'node:stream';
import { SandboxFilter } from './sandbox-filter.js';
import { SnapshotFactsRepository, type SnapshotFacts } from './snapshot-facts.repository.js';
import { SnapshotsRepository } from './snapshots.repository.js';

const mostRows = 1_000;

/** The rows of data sources, for the dispatcher (design, section 3). `runService` guards `/internal`. */
@Controller('internal/snapshots')
export class SnapshotsController {
  constructor(
    private readonly snapshots: SnapshotsRepository,
    private readonly facts: SnapshotFactsRepository,
  ) {}

  /** What people want to know of one of their sandbox, with its first rows. */
  @Get(':id/facts')
  async factsOf(
    @Param('id') id: string,
    @Query('sandbox', SandboxFilter) sandbox: string | undefined,
    @Query('limit') limit: unknown,
  ): Promise<SnapshotFacts> {
    const rowLimit = Number(limit);
    const isPossible = Number.isInteger(rowLimit) && rowLimit >= 0 && rowLimit <= mostRows;
    if (sandbox === undefined || !isPossible) {
      throw new Problem(400, 'InvalidRequest', `sandbox must be given, and limit be at most ${mostRows}.`);
    }
    const facts = isId(id) ? await this.facts.find(id, sandbox, rowLimit) : undefined;
    if (!facts) throw noSuchSnapshot();
    return facts;
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
