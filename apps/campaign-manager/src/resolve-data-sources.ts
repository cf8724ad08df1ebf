import type { CampaignDataSource } from '@clarion/contracts';
import type { DataSourceDraft, DataSourceUse } from './definition.js';
import type { Fault } from './fault.js';

/** Data sources as a version carries them; where there are faults, not all of them. */
export interface ResolvedDataSources {
  dataSources: CampaignDataSource[];
  faults: Fault[];
}

/**
 * Puts in the data sources that a campaign uses.
 * @param found those of the sandbox that it names, by their ids.
 */
export function resolveDataSources(
  uses: readonly DataSourceUse[],
  found: ReadonlyMap<string, DataSourceDraft>,
): ResolvedDataSources {
  const resolved = uses.map((use, index) => resolve(use, found.get(use.dataSourceId), `/dataSources/${index}`));
  return {
    dataSources: resolved.filter((one) => 'alias' in one),
    faults: resolved.filter((one) => 'pointer' in one),
  };
}

function resolve(use: DataSourceUse, found: DataSourceDraft | undefined, pointer: string): CampaignDataSource | Fault {
  const { alias, dataSourceId, join } = use;
  const fault = (detail: string): Fault => ({ pointer: `${pointer}/dataSourceId`, detail });
  if (!found) return fault('There is no such data source.');
  const { request, mapping } = found;
  if (!request) return fault('The data source has no request yet.');
  if (!mapping) return fault('The data source has no mapping yet.');
  if (join.kind === 'match' && !mapping.columns.some(({ id }) => id === join.column))
    return { pointer: `${pointer}/join/column`, detail: `The data source has no column "${join.column}".` };
  return { alias, dataSourceId, request, mapping, join };
}
