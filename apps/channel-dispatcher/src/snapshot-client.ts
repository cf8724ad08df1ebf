import type { DataRow } from '@clarion/contracts';
import { InternalClient } from '@clarion/service';
import type { SnapshotSource } from './snapshots.js';

/** Asks the data-fetcher for snapshots. */
export class SnapshotClient implements SnapshotSource {
  private readonly fetcher: InternalClient;

  constructor(options: { internalUrl: string; serviceToken: string; timeoutMs?: number }) {
    this.fetcher = new InternalClient({ service: 'data-fetcher', timeoutMs: 10_000, ...options });
  }

  async rows(snapshotId: string): Promise<DataRow[] | undefined> {
    const path = `/internal/snapshots/${encodeURIComponent(snapshotId)}`;
    return (await this.fetcher.get<{ rows: DataRow[] }>(path))?.rows;
  }
}
