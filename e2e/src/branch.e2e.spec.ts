import { waitFor } from '@clarion/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ended, lineUp } from './audience-campaign.js';
import { startStack, type Stack } from './stack.js';

describe('a campaign that branches', () => {
  let stack: Stack;

  const create = async (path: string, body: object) => {
    const { status, data } = await stack.manager.post<{ id: string }>(path, body);
    expect([status, data]).toEqual([201, expect.anything()]);
    return data.id;
  };
  /** A transactional campaign with this text, live. */
  const publish = async (text: string, dataSources: object[] = []) => {
    const path = '/v1/channel-configurations';
    const { data } = await stack.manager.get<{ channelConfigurations: { id: string; category: string }[] }>(path);
    const configuration = data.channelConfigurations.find(({ category }) => category === 'transactional');
    const id = await create('/v1/campaigns', {
      name: text,
      category: 'transactional',
      channel: 'email',
      channelConfigurationId: configuration?.id,
      identityNamespace: 'email',
      createNewProfiles: true,
      dataSources,
      content: [{ treatment: 'default', locale: 'en', subject: 'Tonight', html: text, text }],
    });
    const activated = await stack.manager.post<object>(`/v1/campaigns/${id}/activate`);
    expect([activated.status, activated.data]).toEqual([200, expect.anything()]);
    return id;
  };

  beforeAll(async () => {
    stack = await startStack();
  }, 120_000);

  afterAll(() => stack.stop());

  it('has another campaign tell its recipients why, and says who took over', async () => {
    const other = await publish('{{context.name}}: {{context.failure.alias}} is away, {{context.failure.reason}}');
    const { request, mapping, ...use } = lineUp(stack);
    const dataSourceId = await create('/v1/data-sources', { name: 'Line-up', request, mapping });
    const uses = { ...use, dataSourceId, onFailure: 'branch', branchCampaignId: other };
    const campaignId = await publish('{{context.name}}: {{#each data.lineup}}{{act}} {{/each}}', [uses]);
    await stack.playground.put('/api/behaviour', { path: '/lineup', status: 404, times: 1 });

    const recipients = [
      { type: 'aep', namespace: 'email', userId: 'ada@branch.example', context: { name: 'Ada' } },
      { type: 'aep', namespace: 'email', userId: 'bo@branch.example', context: { name: 'Bo' } },
    ];
    const call = { requestId: 'branches', campaignId, recipients };
    const { status, data } = await stack.gateway.post<{ executionId: string }>('/ajo/im/executions/unitary', call);
    expect(status).toBe(202);
    expect(await ended(stack, data.executionId)).toMatchObject({
      status: 'Succeeded',
      reason: 'Branched',
      detail: expect.stringContaining(`Campaign ${other} takes over, by the request branch:${data.executionId}:lineup`),
      counts: { targeted: 2, sent: 0, excluded: 2 },
    });
    const mails = await waitFor(
      async (saw) => {
        const arrived = (await stack.messages()).filter(({ to }) => to.endsWith('@branch.example'));
        saw(arrived);
        return arrived.length >= 2 ? arrived : undefined;
      },
      { what: 'two mails', timeoutMs: 30_000 },
    );
    expect(mails.map(({ text }) => text.trim()).toSorted()).toEqual([
      'Ada: lineup is away, DataSourceRefused',
      'Bo: lineup is away, DataSourceRefused',
    ]);
  });
});
