import { createHash } from 'node:crypto';

/** The JSON array of a snapshot's rows, as it grows. */
export class SnapshotText {
  rowCount = 0;
  /** Of UTF-16. */
  length = 0;
  private readonly hash = createHash('sha256');
  private readonly parts: string[] = [];

  constructor() {
    this.add('[');
  }

  /** Rows as JSON. */
  addRows(rows: readonly string[]): void {
    if (rows.length === 0) return;
    this.add(`${this.rowCount > 0 ? ',' : ''}${rows.join(',')}`);
    this.rowCount += rows.length;
  }

  /** No more is added. */
  end(): { json: string; contentHash: string } {
    this.add(']');
    return { json: this.parts.join(''), contentHash: this.hash.digest('hex') };
  }

  private add(part: string): void {
    this.parts.push(part);
    this.hash.update(part);
    this.length += part.length;
  }
}
