import { Stretch, type DataSourceMapping } from '@clarion/contracts';
import { isFailure, type Failure } from '../failure.js';
import { misfit, tooLarge, tooManyRows } from './answer-failures.js';
import { elementsOf } from './elements-of.js';
import { limitsOf } from './limits-of.js';
import type { RejectedRow } from './rejected-row.js';
import { RowWriter, type RowFault } from './row-writer.js';
import type { SnapshotContent } from './snapshot-content.js';
import { SnapshotText } from './snapshot-text.js';

const mostRejectedKept = 1_000;
/** Many tiny elements under long column names would grow without end. */
const leastOfMostCharacters = 32 * 1024 * 1024;

/**
 * Maps an answer (B-15, B-43, B-44), page after page: all that fits of it, or nothing. Others have their turn meanwhile, so
 * that a large answer holds nobody up. An answer without rows is as good as any; one whose rows were all rejected is not.
 */
export class AnswerMapper {
  private readonly limits: ReturnType<typeof limitsOf>;
  private readonly text = new SnapshotText();
  private readonly rejected: RejectedRow[] = [];
  private rejectedCount = 0;
  private readonly stretch = new Stretch();

  constructor(private readonly mapping: DataSourceMapping) {
    this.limits = limitsOf(mapping);
  }

  /** Adds what one call has answered. After a failure there is nothing more to do. @returns how many rows it had. */
  async add(contentType: string | undefined, body: Buffer): Promise<{ rows: number } | Failure> {
    const before = this.seen;
    const read = await elementsOf(contentType, body, {
      mapping: this.mapping,
      limits: this.limits,
      stretch: this.stretch,
    });
    if (isFailure(read)) return read;
    const writer = new RowWriter(this.mapping, read.format === 'csv');
    for await (const elements of read.elements) {
      const failure = isFailure(elements) ? elements : this.addElements(elements, writer);
      if (failure) return failure;
      if (this.stretch.isLong()) await this.stretch.pause();
    }
    return { rows: this.seen - before };
  }

  end(): SnapshotContent | Failure {
    const { rejected, rejectedCount } = this;
    const { rowCount } = this.text;
    const [first] = rejected;
    if (first && rowCount === 0) {
      return misfit(`all of ${rejectedCount} rows were rejected. ${this.sentence(first.row, first.reason)}`);
    }
    return { ...this.text.end(), rowCount, rejectedCount, rejected };
  }

  /** How many rows the answer had so far. */
  private get seen(): number {
    return this.text.rowCount + this.rejectedCount;
  }

  private addElements(elements: readonly unknown[], writer: RowWriter): Failure | undefined {
    const rows: string[] = [];
    const before = this.text.rowCount;
    const seen = this.seen;
    for (const [index, element] of elements.entries()) {
      const row = writer.write(element, before + rows.length + 1);
      if (typeof row === 'string') rows.push(row);
      else if (row.isRejected) this.reject(seen + index + 1, row);
      else return misfit(this.sentence(seen + index + 1, row.reason));
    }
    this.text.addRows(rows);
    return this.failureOfSize();
  }

  private reject(row: number, { column, reason }: RowFault): void {
    this.rejectedCount += 1;
    if (this.rejected.length >= mostRejectedKept) return;
    this.rejected.push({ row, ...(column !== undefined && { column }), reason });
  }

  /** Pages have limits together. */
  private failureOfSize(): Failure | undefined {
    const { maxBytes, maxRows } = this.limits;
    if (this.seen > maxRows) return tooManyRows(maxRows);
    const mostCharacters = Math.max(2 * maxBytes, leastOfMostCharacters);
    if (this.text.length <= mostCharacters) return undefined;
    return tooLarge(`its rows have over ${Math.floor(mostCharacters / 1024 / 1024)} MB`);
  }

  private sentence(row: number, reason: string): string {
    return `Row ${row} of ${this.mapping.arrayPath || 'the answer'}: ${reason}`;
  }
}
