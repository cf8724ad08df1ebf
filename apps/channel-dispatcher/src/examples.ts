import {
  events,
  type Campaign,
  type CampaignDataSource,
  type Category,
  type Chunk,
  type DefinitionVersion,
} from '@clarion/contracts';
import type { ReceivedEvent } from '@clarion/messaging';
import { randomUUID } from 'node:crypto';

// What the tests send: a password reset, and Match day, coupons and news to an audience.

export const traceparent = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';

export type Requested = ReceivedEvent<typeof events.transactionalDeliveriesRequested>;

const common = { channel: 'email', identityNamespace: 'crm', createNewProfiles: true } as const;

const passwordReset: Campaign = {
  ...common,
  name: 'Reset',
  category: 'transactional',
  channelConfigurationId: 'transactional',
  content: [
    { treatment: 'default', locale: 'en', subject: 'Reset', html: '<p>{{context.link}}</p>', text: '{{context.link}}' },
  ],
};

const dataSource = (alias: string, join: CampaignDataSource['join']): CampaignDataSource => ({
  alias,
  dataSourceId: alias,
  request: {
    method: 'POST',
    url: 'https://data.example',
    addCount: false,
    inboundColumns: [],
    params: {},
    timeoutMs: 1,
  },
  mapping: { arrayPath: '', columns: [] },
  join,
});

const matchDay: Campaign = {
  ...common,
  name: 'Match day',
  category: 'marketing',
  channelConfigurationId: 'marketing',
  dataSources: [
    dataSource('lineup', { kind: 'all' }),
    dataSource('weather', { kind: 'match', column: 'region', attribute: 'homeAddress.city' }),
  ],
  content: [
    {
      treatment: 'default',
      locale: 'en',
      subject: '{{context.home}} - {{context.away}}',
      html: '<p>See the text</p>',
      text: '{{#each data.lineup}}{{act}}, {{/each}}{{data.weather.0.condition}}',
    },
  ],
};

const coupons: Campaign = {
  ...common,
  name: 'Coupons',
  category: 'marketing',
  channelConfigurationId: 'marketing',
  dataSources: [
    dataSource('coupon', { kind: 'row' }),
    {
      ...dataSource('offers', { kind: 'match', column: 'region', attribute: 'homeAddress.city' }),
      onFailure: 'ignore',
    },
  ],
  content: [
    {
      treatment: 'default',
      locale: 'en',
      subject: 'Yours',
      html: '<p>See the text</p>',
      text: '{{data.coupon.code}}: {{#each data.offers}}{{title}}{{else}}no offers{{/each}}{{#if context.best}}{{data.offers.0.title}}{{/if}}',
    },
  ],
};

const news: Campaign = {
  ...common,
  name: 'News',
  category: 'marketing',
  channelConfigurationId: 'marketing',
  tracking: { opens: true, clicks: true },
  content: [
    {
      treatment: 'default',
      locale: 'en',
      subject: 'News',
      html: '<body><a href="https://shop.example/news?a=1&amp;b=2">News</a><a href="{{links.unsubscribe}}">Stop</a></body>',
    },
  ],
};

/** The rows of Match day's data sources, by the ids of their snapshots. */
export const matchDayRows = {
  'lineup-1': [
    { lineNum: 1, act: 'The Larks' },
    { lineNum: 2, act: 'Owl' },
  ],
  'weather-1': [
    { lineNum: 1, region: 'Oslo', condition: 'snow' },
    { lineNum: 2, region: 'Lima', condition: 'sun' },
  ],
};

/** The versions of the campaigns (`reset`, `match-day`, `coupons`, `news`), and a configuration for each that mails to its port. */
export function definitionsFor(smtpPorts: Record<Category, number>): DefinitionVersion[] {
  const configurations = (['transactional', 'marketing'] as const).map((category) => ({
    name: category,
    channel: 'email',
    category,
    sender: { name: 'Shop', address: 'no-reply@shop.example' },
    provider: { type: 'smtp', host: '127.0.0.1', port: smtpPorts[category] },
  }));
  return [
    { kind: 'campaign', sandbox: 'dev', id: 'reset', version: 1, body: { ...passwordReset } },
    { kind: 'campaign', sandbox: 'dev', id: 'match-day', version: 1, body: { ...matchDay } },
    { kind: 'campaign', sandbox: 'dev', id: 'coupons', version: 1, body: { ...coupons } },
    { kind: 'campaign', sandbox: 'dev', id: 'news', version: 1, body: { ...news } },
    ...configurations.map((body) => ({
      kind: 'channel-configuration' as const,
      sandbox: 'dev',
      id: body.category,
      version: 1,
      body,
    })),
  ];
}

/** A chunk of the password reset, with a delivery for each context. */
export function reset(executionId: string, ...contexts: Record<string, unknown>[]): Requested {
  return requested(executionId, {
    campaignId: 'reset',
    deliveries: contexts.map((context, ordinal) => delivery(executionId, ordinal, { context })),
  });
}

/** A chunk of Match day, with a delivery to each city. */
export function matchDayIn(executionId: string, cities: readonly unknown[], more: Partial<Chunk> = {}): Requested {
  const { chunk = 0 } = more;
  return requested(executionId, {
    campaignId: 'match-day',
    context: { home: 'Larks', away: 'Owls' },
    snapshots: { lineup: 'lineup-1', weather: 'weather-1' },
    deliveries: cities.map((city, index) =>
      delivery(executionId, chunk + index, { profile: city === undefined ? {} : { homeAddress: { city } } }),
    ),
    ...more,
  });
}

/** A chunk of the coupons (`coupon-1`, no offers), with a delivery for each context; its ordinals begin with `chunk`. */
export function couponsFor(
  executionId: string,
  contexts: readonly Record<string, unknown>[],
  more: Partial<Chunk> = {},
): Requested {
  const { chunk = 0 } = more;
  return requested(executionId, {
    campaignId: 'coupons',
    snapshots: { coupon: 'coupon-1' },
    deliveries: contexts.map((context, index) =>
      delivery(executionId, chunk + index, { context, profile: { homeAddress: { city: 'Oslo' } } }),
    ),
    ...more,
  });
}

/** A chunk of the news, which are tracked, with so many deliveries. */
export function newsTo(executionId: string, count: number, more: Partial<Chunk> = {}): Requested {
  const deliveries = Array.from({ length: count }, (_, ordinal) => delivery(executionId, ordinal, {}));
  return requested(executionId, { campaignId: 'news', deliveries, ...more });
}

function requested(executionId: string, chunk: Pick<Chunk, 'campaignId' | 'deliveries'> & Partial<Chunk>): Requested {
  const data = { executionId, sandbox: 'dev', campaignVersion: 1, chunk: 0, ...chunk };
  const key = `${executionId}:${data.chunk}`;
  const category = data.campaignId === 'reset' ? 'transactional' : 'marketing';
  const topic = `deliveries.requested.${category}.v1`;
  return { id: key, source: '/test', key, data, traceparent, topic, partition: 0, offset: '0' };
}

function delivery(
  executionId: string,
  ordinal: number,
  { context = {}, profile = {} }: Partial<Chunk['deliveries'][number]>,
): Chunk['deliveries'][number] {
  return {
    deliveryId: randomUUID(),
    ordinal,
    namespace: 'crm',
    userId: `user-${ordinal}`,
    channel: 'email',
    address: `${executionId}-${ordinal}@example.com`,
    treatment: 'default',
    locale: 'en',
    context,
    profile,
  };
}
