import type { ChannelConfiguration } from '@clarion/contracts';
import { invalidRequest, type ProblemError } from '@clarion/service';
import { ChannelConfigurationBody } from '../channel-configuration.body.js';
import { DataSourceBody } from '../data-source/data-source.body.js';
import { dataSourceFaults } from '../data-source/data-source-faults.js';
import { isObject, unknownMemberFaults, type JsonObject } from '../json-object.js';
import { readAudience } from '../read-audience.js';
import { bodyFaults } from './body-faults.js';
import { formatVersion, type PortableCampaign, type PortableDocument } from './portable-document.js';
import { portableCampaignFaults } from './portable-campaign-faults.js';

const members = ['clarion', 'campaign', 'audience', 'channelConfiguration', 'dataSources'];
/** As many as a campaign may use. */
const maxDataSources = 10;

/**
 * Reads a document as it is sent to us. Each part is checked as its own route checks it.
 * @throws Problem `InvalidRequest` with every fault, the pointers from the document's top.
 */
export async function readDocument(value: unknown): Promise<PortableDocument> {
  if (!isObject(value)) throw invalidRequest([{ pointer: '', detail: 'must be an object' }]);
  if (value['clarion'] !== formatVersion) {
    throw invalidRequest([{ pointer: '/clarion', detail: `must be ${formatVersion}, the version of the format` }]);
  }
  const { campaign, audience, channelConfiguration, dataSources = [] } = value;
  const readOne = audience === undefined ? undefined : readAudience(audience);
  const faults = [
    ...unknownMemberFaults(value, members, ''),
    ...(await portableCampaignFaults(campaign, namesOf(dataSources))),
    ...(readOne && 'faults' in readOne ? readOne.faults.map(at('/audience')) : []),
    ...(await bodyFaults(channelConfiguration, ChannelConfigurationBody, '/channelConfiguration')),
    ...(await dataSourcesFaults(dataSources)),
  ];
  if (faults.length > 0) throw invalidRequest(faults);
  return {
    clarion: formatVersion,
    campaign: campaign as PortableCampaign,
    ...(readOne && 'audience' in readOne && { audience: readOne.audience }),
    channelConfiguration: channelConfiguration as ChannelConfiguration,
    dataSources: dataSources as DataSourceBody[],
  };
}

async function dataSourcesFaults(dataSources: unknown): Promise<ProblemError[]> {
  if (!Array.isArray(dataSources) || dataSources.length > maxDataSources) {
    return [{ pointer: '/dataSources', detail: `must be a list of at most ${maxDataSources} data sources` }];
  }
  const names = namesOf(dataSources);
  const faults = dataSources.map(async (dataSource: JsonObject, index) => {
    const pointer = `/dataSources/${index}`;
    const own = await bodyFaults(dataSource, DataSourceBody, pointer);
    if (own.length > 0) return own;
    const isTwice = names.indexOf(dataSource['name']) !== index;
    return [
      ...(isTwice ? [{ pointer: `${pointer}/name`, detail: 'name must differ from those before' }] : []),
      ...dataSourceFaults(dataSource as unknown as DataSourceBody).map(at(pointer)),
    ];
  });
  return (await Promise.all(faults)).flat();
}

/** In their order; `undefined` stands for what has none. */
function namesOf(dataSources: unknown): unknown[] {
  if (!Array.isArray(dataSources)) return [];
  return dataSources.map((dataSource: unknown) => (isObject(dataSource) ? dataSource['name'] : undefined));
}

function at(parent: string) {
  return (fault: ProblemError): ProblemError => ({ ...fault, pointer: `${parent}${fault.pointer}` });
}
