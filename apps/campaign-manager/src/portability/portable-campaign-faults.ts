import type { ProblemError } from '@clarion/service';
import { CampaignBody } from '../campaign.body.js';
import { isObject, type JsonObject } from '../json-object.js';
import { plainTextFault } from '../plain-text-fault.js';
import { bodyFaults } from './body-faults.js';
import { without } from './without.js';

/** Passes as an id until there is one. */
const anyId = 'any';
const longestName = 200;

/**
 * All that is wrong with what should be the campaign of a document, with pointers from the document's top: it is checked as
 * the body of a campaign, with ids in the place of names.
 * @param dataSources the names of those in the document.
 */
export async function portableCampaignFaults(
  campaign: unknown,
  dataSources: readonly unknown[],
): Promise<ProblemError[]> {
  if (!isObject(campaign)) return [{ pointer: '/campaign', detail: 'must be an object' }];
  const uses: unknown[] = Array.isArray(campaign['dataSources']) ? campaign['dataSources'] : [];
  return [
    ...idFaults(campaign, ['channelConfigurationId', 'audienceId'], '/campaign'),
    ...uses.flatMap((use, index) => useFaults(use, dataSources, `/campaign/dataSources/${index}`)),
    ...(await bodyFaults(withIds(campaign), CampaignBody, '/campaign')),
  ];
}

function useFaults(use: unknown, dataSources: readonly unknown[], pointer: string): ProblemError[] {
  if (!isObject(use)) return [];
  const { dataSource, branchCampaign } = use;
  const isKnown = typeof dataSource === 'string' && dataSources.includes(dataSource);
  const branchFault = branchCampaign === undefined ? undefined : plainTextFault(branchCampaign, longestName);
  return [
    ...idFaults(use, ['dataSourceId', 'branchCampaignId'], pointer),
    ...(isKnown ? [] : [{ pointer: `${pointer}/dataSource`, detail: 'must be the name of one in dataSources' }]),
    ...(branchFault === undefined ? [] : [{ pointer: `${pointer}/branchCampaign`, detail: branchFault }]),
  ];
}

function withIds({ dataSources, ...campaign }: JsonObject): JsonObject {
  const uses: unknown = Array.isArray(dataSources) ? dataSources.map(useWithId) : dataSources;
  return {
    ...without(campaign, 'audienceId'),
    channelConfigurationId: anyId,
    ...(dataSources !== undefined && { dataSources: uses }),
  };
}

function useWithId(use: unknown): unknown {
  if (!isObject(use)) return use;
  return { ...without(use, 'dataSource', 'branchCampaign', 'branchCampaignId'), dataSourceId: anyId };
}

/** An id means nothing in another sandbox. */
function idFaults(object: JsonObject, names: readonly string[], pointer: string): ProblemError[] {
  return names
    .filter((name) => Object.hasOwn(object, name))
    .map((name) => ({ pointer: `${pointer}/${name}`, detail: `property ${name} should not exist in a document` }));
}
