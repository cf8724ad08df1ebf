import type { CampaignDataSource } from '@clarion/contracts';
import type { SourceJoin } from './chunk-data.js';
import type { Snapshot } from './snapshot.js';

/** A data source with the rows of its answer, by what it is joined. */
export async function sourceJoinOf(
  { alias, join }: Pick<CampaignDataSource, 'alias' | 'join'>,
  snapshot: Snapshot,
): Promise<SourceJoin> {
  if (join.kind !== 'match') return { kind: join.kind, alias, rows: snapshot.rows };
  const { column, attribute } = join;
  return { kind: 'match', alias, column, attribute: attribute.split('.'), rows: await snapshot.by(column) };
}
