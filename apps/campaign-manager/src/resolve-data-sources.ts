import type { CampaignDataSource, Category, DataSourceMapping, DataSourceRequest } from '@clarion/contracts';
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
  category: Category,
): ResolvedDataSources {
  const resolved = uses.map((use, index) => {
    const { source, faults } = resolve(use, found.get(use.dataSourceId), category);
    return { source, faults: faults.map((fault) => ({ ...fault, pointer: `/dataSources/${index}${fault.pointer}` })) };
  });
  return {
    dataSources: resolved.flatMap(({ source }) => source ?? []),
    faults: resolved.flatMap(({ faults }) => faults),
  };
}

function resolve(
  use: DataSourceUse,
  found: DataSourceDraft | undefined,
  category: Category,
): { source?: CampaignDataSource; faults: Fault[] } {
  const missing = (detail: string) => ({ faults: [{ pointer: '/dataSourceId', detail }] });
  if (!found) return missing('There is no such data source.');
  const { request, mapping, policy } = found;
  if (!request) return missing('The data source has no request yet.');
  if (!mapping) return missing('The data source has no mapping yet.');
  return {
    source: { ...use, request, mapping, ...(policy && { policy }) },
    faults: [...joinFaults(use, mapping), ...sharingFaults(use, request, category)],
  };
}

function joinFaults({ join }: DataSourceUse, { columns }: DataSourceMapping): Fault[] {
  if (join.kind !== 'match') return [];
  const fault = (detail: string): Fault[] => [{ pointer: '/join/column', detail }];
  const column = columns.find(({ id }) => id === join.column);
  if (!column) return fault(`The data source has no column "${join.column}".`);
  return column.isIgnored ? fault(`The data source ignores its column "${join.column}".`) : [];
}

/** What may be told to more than one execution. */
function sharingFaults(
  { join, shareForSeconds, freshness }: DataSourceUse,
  { inboundColumns }: DataSourceRequest,
  category: Category,
): Fault[] {
  if (shareForSeconds === undefined) return freshness === undefined ? [] : [nothingShared];
  const fault = (detail: string): Fault[] => [{ pointer: '/shareForSeconds', detail }];
  if (category !== 'transactional') return fault('Only executions of transactional campaigns share what was fetched.');
  if (join.kind === 'row') return fault('Rows that are given once each are not shared.');
  return inboundColumns.length > 0 ? fault('What is fetched for the members of one execution is not shared.') : [];
}

const nothingShared: Fault = { pointer: '/freshness', detail: 'Nothing is shared without shareForSeconds.' };
