import type { CampaignDraft } from '../definition.js';
import { finding, type Finding } from './finding.js';
import type { References } from './review.js';

/**
 * One for each data source of a draft that can be called and was never tested with success as it is.
 * @param tested the ids of those that were.
 */
export function untestedFindings(
  { dataSources = [] }: CampaignDraft,
  references: References,
  tested: ReadonlySet<string>,
): Finding[] {
  return dataSources.flatMap(({ alias, dataSourceId }, index) => {
    if (tested.has(dataSourceId) || !references.dataSources.get(dataSourceId)?.request) return [];
    const detail = `"${alias}" was never tested with success as it is now.`;
    return [finding('DataSourceUntested', `/dataSources/${index}/dataSourceId`, detail)];
  });
}
