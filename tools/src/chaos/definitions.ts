import type { AxiosInstance } from 'axios';
import { create } from '../demo-definitions.js';
import type { Target } from './load-plan.js';

/** The campaigns that the load triggers. */
export interface ChaosCampaigns {
  transactionalId: string;
  marketingId: string;
}

const profilesInACall = 1_000;

/**
 * Publishes what the load needs and hands the audience's profiles in.
 *
 * @param mailPort of the mail server that both campaigns send to
 * @param playground its URL, for the data source
 */
export async function publish(
  manager: AxiosInstance,
  audience: Target[],
  mailPort: number,
  playground: string,
): Promise<ChaosCampaigns> {
  for (let from = 0; from < audience.length; from += profilesInACall) {
    await manager.post('/v1/profiles', { profiles: audience.slice(from, from + profilesInACall).map(profileOf) });
  }
  const [transactional, marketing, audienceId, dataSourceId] = await Promise.all([
    create(manager, 'channelConfigurations', configuration('transactional', mailPort)),
    create(manager, 'channelConfigurations', configuration('marketing', mailPort)),
    create(manager, 'audiences', { name: 'Chaos', kind: 'rule', rule }),
    create(manager, 'dataSources', dataSource(playground)),
  ]);
  const transactionalId = await publishCampaign(manager, {
    ...campaign('transactional', 'Hello {{default context.name "you"}}'),
    channelConfigurationId: transactional,
    createNewProfiles: true,
  });
  const marketingId = await publishCampaign(manager, {
    ...campaign('marketing', 'Tonight: {{#each data.lineup}}{{time}} {{act}}; {{/each}} {{links.unsubscribe}}'),
    channelConfigurationId: marketing,
    createNewProfiles: false,
    audienceId,
    dataSources: [{ alias: 'lineup', dataSourceId, join: { kind: 'all' } }],
  });
  return { transactionalId, marketingId };
}

const rule = { combinator: 'and', rules: [{ field: 'group', operator: '=', value: 'chaos' }] };

function profileOf({ userId, address }: Target): object {
  return {
    identities: [{ namespace: 'crmId', userId }],
    attributes: { group: 'chaos', ...(address !== undefined && { personalEmail: { address } }) },
  };
}

function configuration(category: string, port: number): object {
  return {
    name: `Chaos, ${category}`,
    channel: 'email',
    category,
    sender: { name: 'Chaos', address: 'chaos@clarion.example' },
    provider: { type: 'smtp', host: '127.0.0.1', port },
  };
}

function dataSource(playground: string): object {
  const columns = ['time', 'act'].map((id) => ({ id, key: id, type: 'text' }));
  return {
    name: 'Chaos, line-up',
    request: { method: 'POST', url: `${playground}/lineup` },
    mapping: { arrayPath: '/lineup', columns },
  };
}

function campaign(category: string, text: string): object {
  return {
    name: `Chaos, ${category}`,
    category,
    channel: 'email',
    identityNamespace: 'crmId',
    content: [{ treatment: 'default', locale: 'en', subject: 'Chaos', html: '', text }],
  };
}

async function publishCampaign(manager: AxiosInstance, body: object): Promise<string> {
  const id = await create(manager, 'campaigns', body);
  await manager.post(`/v1/campaigns/${id}/activate`);
  return id;
}
