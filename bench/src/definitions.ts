import { create, readDemoJson } from '@clarion/tools';
import { audienceMail, joinedOffer } from './audience-mail.js';
import { offersMapping } from './data-api/offers.js';
import type { Group } from './profiles.js';
import type { SitePlace } from './site.js';

type Manager = ReturnType<SitePlace['stack']['client']>;

/** Publishes the demo's password reset, to be sent to the sink. Resolves with the campaign's id. */
export async function publishReset({ stack, sink }: SitePlace): Promise<string> {
  const manager = stack.client('campaign-manager');
  const demo = await readDemoJson<object>('password-reset/campaign.json');
  return publish(manager, sink.port, { ...demo, identityNamespace: 'crmId', createNewProfiles: true }, 'transactional');
}

/** Publishes the same mail in high-throughput mode. Resolves with the campaign's id. */
export async function publishFastReset({ stack, sink }: SitePlace): Promise<string> {
  const manager = stack.client('campaign-manager');
  const demo = await readDemoJson<object>('password-reset/campaign.json');
  return publish(manager, sink.port, { ...demo, createNewProfiles: false, highThroughputMode: true }, 'transactional');
}

/**
 * Publishes an offer for all profiles of a group. Resolves with the campaign's id.
 *
 * @param dataUrl where offers by city are asked for, if each mail is to show the one that matches
 */
export async function publishOffer({ stack, sink }: SitePlace, group: Group, dataUrl?: string): Promise<string> {
  const manager = stack.client('campaign-manager');
  const dataSources = dataUrl === undefined ? [] : [await matchedByCity(manager, dataUrl)];
  const rule = { combinator: 'and', rules: [{ field: 'group', operator: '=', value: group }] };
  const audienceId = await create(manager, 'audiences', { name: group, kind: 'rule', rule });
  const offer = {
    name: `Offer for ${group}`,
    category: 'marketing',
    channel: 'email',
    identityNamespace: 'crmId',
    createNewProfiles: false,
    audienceId,
    dataSources,
    content: [{ treatment: 'default', locale: 'en', ...audienceMail(dataUrl === undefined ? '' : joinedOffer) }],
  };
  return publish(manager, sink.port, offer, 'marketing');
}

async function matchedByCity(manager: Manager, url: string): Promise<object> {
  const request = { method: 'GET', url, addCount: false };
  const source = { name: 'Offers by city', request, mapping: offersMapping };
  const dataSourceId = await create(manager, 'dataSources', source);
  return { alias: 'offers', dataSourceId, join: { kind: 'match', column: 'city', attribute: 'homeAddress.city' } };
}

async function publish(manager: Manager, port: number, campaign: object, category: string): Promise<string> {
  const channelConfigurationId = await create(manager, 'channelConfigurations', {
    name: `Bench, ${category}`,
    channel: 'email',
    category,
    sender: { name: 'Bench', address: 'bench@clarion.example' },
    provider: { type: 'smtp', host: '127.0.0.1', port },
  });
  const id = await create(manager, 'campaigns', { ...campaign, channelConfigurationId });
  await manager.post(`/v1/campaigns/${id}/activate`);
  return id;
}
