import { LRUCache } from 'lru-cache';
import { Snapshot, type RowPortions } from './snapshot.js';

/** Whoever keeps the snapshots. */
export interface SnapshotSource {
  /**
   * The rows of a snapshot, `undefined` when there is no such snapshot.
   * @throws ServiceUnavailable, also while they come.
   */
  rows(snapshotId: string): Promise<RowPortions | undefined>;
}

/** Snapshots as they are used: fetched once, and kept while there is room. */
export class Snapshots {
  private readonly kept: LRUCache<string, Snapshot>;
  private readonly coming = new Map<string, Promise<Snapshot | undefined>>();

  /** @param maxBytes about how much memory they may take; a larger one is fetched anew for each batch. */
  constructor(
    private readonly source: SnapshotSource,
    maxBytes: number,
  ) {
    this.kept = new LRUCache({ maxSize: maxBytes, sizeCalculation: ({ bytes }) => bytes });
  }

  /**
   * `undefined` when there is no such snapshot.
   * @throws ServiceUnavailable
   */
  async get(snapshotId: string): Promise<Snapshot | undefined> {
    const known = this.kept.get(snapshotId) ?? this.coming.get(snapshotId);
    if (known) return known;
    const coming = this.fetch(snapshotId).finally(() => this.coming.delete(snapshotId));
    this.coming.set(snapshotId, coming);
    return coming;
  }

  private async fetch(snapshotId: string): Promise<Snapshot | undefined> {
    const rows = await this.source.rows(snapshotId);
    if (!rows) return undefined;
    const snapshot = await Snapshot.of(rows);
    this.kept.set(snapshotId, snapshot);
    return snapshot;
  }
}
