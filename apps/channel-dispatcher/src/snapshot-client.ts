import { InternalClient } from '@clarion/service';
import { rowPortions } from './row-portions.js';
import type { RowPortions } from './snapshot.js';
import type { SnapshotSource } from './snapshots.js';

/** Asks the data-fetcher for snapshots. */
export class SnapshotClient implements SnapshotSource {
  private readonly fetcher: InternalClient;

  constructor(options: { internalUrl: string; serviceToken: string; timeoutMs?: number }) {
    this.fetcher = new InternalClient({ service: 'data-fetcher', timeoutMs: 10_000, ...options });
  }

  async rows(snapshotId: string): Promise<RowPortions | undefined> {
    const lines = await this.fetcher.read(`/internal/snapshots/${encodeURIComponent(snapshotId)}/rows`);
    return lines && rowPortions(lines);
  }
}
