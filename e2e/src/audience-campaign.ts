import { waitFor } from '@clarion/testing';
import type { AxiosInstance } from 'axios';
import type { Stack } from './stack.js';

/** What the status API says of an execution. */
export interface Status {
  status: 'InProgress' | 'Succeeded' | 'Failed';
  reason?: string;
  detail?: string;
  campaignVersion: number;
  purpose?: string;
  isSuspended?: true;
  counts: Record<
    'targeted' | 'requested' | 'deferred' | 'sent' | 'failed' | 'excluded' | 'unknown' | 'rendered',
    number
  >;
  recipients: { ordinal: number; userId: string; state: string; reason?: string }[];
  next?: number;
}

/** A data source of a campaign: where it asks, and what its answer must be. */
export interface Source {
  alias: string;
  request: object;
  mapping: object;
  join: object;
  /** How it is called; the fetcher's defaults unless told. */
  policy?: object;
  /** What is done when it fails; the manager's default unless told. */
  onFailure?: string;
}

/** Tonight's line-up, the same for all. */
export function lineUp(stack: Stack, changes: object = {}): Source {
  const columns = ['time', 'act'].map((id) => ({ id, key: id, type: 'text' }));
  return {
    alias: 'lineup',
    request: { method: 'POST', url: `${stack.local.urls['playground'] ?? ''}/lineup`, ...changes },
    mapping: { arrayPath: '/lineup', columns },
    join: { kind: 'all' },
  };
}

/** Hands profiles in, again while the resolver is away. */
export async function handIn(stack: Stack, profiles: object[]): Promise<void> {
  await waitFor(
    async (saw) => {
      const { status, data } = await stack.manager.post<object>('/v1/profiles', { profiles });
      saw(JSON.stringify(data));
      return status === 200 || undefined;
    },
    { what: `${profiles.length} profiles to be kept`, timeoutMs: 30_000, intervalMs: 250 },
  );
}

/**
 * Publishes a marketing campaign to the profiles whose attribute `group` has this value. Resolves with its id.
 *
 * @param lines what it says of its sources: each one's times and acts unless told
 */
export async function publishCampaign(
  stack: Stack,
  group: string,
  sources: Source[],
  rule?: object,
  lines = sources.map(({ alias }) => `{{#each data.${alias}}}{{time}} {{act}}; {{/each}}`).join(''),
): Promise<string> {
  const { manager } = stack;
  const configurations = await manager.get<{ channelConfigurations: { id: string; category: string }[] }>(
    '/v1/channel-configurations',
  );
  const configuration = configurations.data.channelConfigurations.find(({ category }) => category === 'marketing');
  const audienceId = await create(manager, '/v1/audiences', {
    name: group,
    kind: 'rule',
    rule: rule ?? { combinator: 'and', rules: [{ field: 'group', operator: '=', value: group }] },
  });
  const dataSources = await Promise.all(
    sources.map(async ({ request, mapping, policy, ...use }) => {
      const source = { name: use.alias, request, mapping, ...(policy && { policy }) };
      return { ...use, dataSourceId: await create(manager, '/v1/data-sources', source) };
    }),
  );
  const text = `Dear {{profile.person.name.firstName}}: ${lines}{{default context.note "no note"}}\n\nUnsubscribe: {{links.unsubscribe}}`;
  const id = await create(manager, '/v1/campaigns', {
    name: group,
    category: 'marketing',
    channel: 'email',
    channelConfigurationId: configuration?.id,
    identityNamespace: 'crmId',
    createNewProfiles: false,
    audienceId,
    dataSources,
    content: [{ treatment: 'default', locale: 'en', subject: 'For {{profile.person.name.firstName}}', html: '', text }],
  });
  const { status, data } = await manager.post<object>(`/v1/campaigns/${id}/activate`);
  if (status !== 200) throw new Error(`The campaign was not activated: ${JSON.stringify(data)}`);
  return id;
}

/** Triggers it for its audience. Resolves with the execution's id. */
export async function trigger(stack: Stack, campaignId: string, context?: object): Promise<string> {
  const answer = await stack.gateway.post<{ executionId: string }>('/ajo/im/executions/audience', {
    campaignId,
    context,
  });
  if (answer.status !== 202) throw new Error(`The call was answered ${answer.status}: ${JSON.stringify(answer.data)}`);
  return answer.data.executionId;
}

/** The status, with the first page of recipients. */
export async function statusOf(stack: Stack, executionId: string, query = ''): Promise<Status> {
  const { status, data } = await stack.gateway.get<Status>(`/v1/executions/${executionId}${query}`);
  if (status !== 200) throw new Error(`The status was answered ${status}`);
  return data;
}

/** The status once the execution has ended; `during` sees each one before. */
export async function ended(stack: Stack, executionId: string, during: (status: Status) => void = () => undefined) {
  return waitFor(
    async (saw) => {
      const status = await statusOf(stack, executionId);
      saw(JSON.stringify(status.counts));
      during(status);
      return status.status === 'InProgress' ? undefined : status;
    },
    { what: `the end of ${executionId}`, timeoutMs: 90_000, intervalMs: 100 },
  );
}

/** All recipients of an execution, page by page. */
export async function everyRecipient(stack: Stack, executionId: string): Promise<Status['recipients']> {
  const recipients: Status['recipients'] = [];
  for (let query = '?limit=500'; ;) {
    const page = await statusOf(stack, executionId, query);
    recipients.push(...page.recipients);
    if (page.next === undefined) return recipients;
    query = `?limit=500&after=${page.next}`;
  }
}

/** A person of a group, with an address unless told. */
export function person(group: string, index: number, changes: object = {}): object {
  return {
    identities: [{ namespace: 'crmId', userId: `${group}-${index}` }],
    attributes: {
      group,
      person: { name: { firstName: `Person ${index}` } },
      personalEmail: { address: `${group}-${index}@runs.example` },
      ...changes,
    },
  };
}

async function create(manager: AxiosInstance, path: string, body: object): Promise<string> {
  const { status, data } = await manager.post<{ id: string }>(path, body);
  if (status !== 201) throw new Error(`POST ${path} was answered ${status}: ${JSON.stringify(data)}`);
  return data.id;
}
