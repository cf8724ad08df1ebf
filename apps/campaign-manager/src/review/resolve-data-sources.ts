import type { CampaignDataSource, Category, DataSourceMapping, DataSourceRequest } from '@clarion/contracts';
import type { DataSourceDraft, DataSourceUse } from '../definition.js';
import { finding, type Finding, type FindingCode } from './finding.js';

/** Data sources as a version carries them; where there are errors, not all of them. */
export interface ResolvedDataSources {
  dataSources: CampaignDataSource[];
  findings: Finding[];
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
    const { source, findings } = resolve(use, found.get(use.dataSourceId), category);
    const placed = findings.map((one) => ({ ...one, pointer: `/dataSources/${index}${one.pointer}` }));
    return { source, findings: placed };
  });
  return {
    dataSources: resolved.flatMap(({ source }) => source ?? []),
    findings: resolved.flatMap(({ findings }) => findings),
  };
}

function resolve(
  use: DataSourceUse,
  found: DataSourceDraft | undefined,
  category: Category,
): { source?: CampaignDataSource; findings: Finding[] } {
  const missing = (code: FindingCode, detail: string) => ({ findings: [finding(code, '/dataSourceId', detail)] });
  if (!found) return missing('DataSourceMissing', 'There is no such data source.');
  const { request, mapping, policy } = found;
  if (!request) return missing('DataSourceIncomplete', 'The data source has no request yet.');
  if (!mapping) return missing('DataSourceIncomplete', 'The data source has no mapping yet.');
  return {
    source: { ...use, request, mapping, ...(policy && { policy }) },
    findings: [...joinFindings(use, mapping), ...sharingFindings(use, request, category)],
  };
}

function joinFindings({ join }: DataSourceUse, { columns }: DataSourceMapping): Finding[] {
  if (join.kind !== 'match') return [];
  const fault = (detail: string) => [finding('ColumnUnknown', '/join/column', detail)];
  const column = columns.find(({ id }) => id === join.column);
  if (!column) return fault(`The data source has no column "${join.column}".`);
  return column.isIgnored ? fault(`The data source ignores its column "${join.column}".`) : [];
}

/** What may be told to more than one execution. */
function sharingFindings(
  { join, shareForSeconds, freshness }: DataSourceUse,
  { inboundColumns }: DataSourceRequest,
  category: Category,
): Finding[] {
  if (shareForSeconds === undefined) return freshness === undefined ? [] : [nothingShared];
  const fault = (detail: string) => [finding('DataSourceNotShareable', '/shareForSeconds', detail)];
  if (category !== 'transactional') return fault('Only executions of transactional campaigns share what was fetched.');
  if (join.kind === 'row') return fault('Rows that are given once each are not shared.');
  return inboundColumns.length > 0 ? fault('What is fetched for the members of one execution is not shared.') : [];
}

const nothingShared = finding('DataSourceNotShareable', '/freshness', 'Nothing is shared without shareForSeconds.');
