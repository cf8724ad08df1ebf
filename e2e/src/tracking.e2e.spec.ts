import { waitFor } from '@clarion/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import axios from 'axios';
import { ended, handIn, person, statusOf, trigger, type Status } from './audience-campaign.js';
import { startStack, type Stack } from './stack.js';

const group = 'tracked';
const size = 3;
const target = 'https://shop.example/offers?a=1&b=2';
const html = `<html><body><p>Dear {{profile.person.name.firstName}}</p>
<a href="https://shop.example/offers?a=1&amp;b=2">Offers</a>
<a href="mailto:shop@example.com">Write</a>
<a href="{{links.unsubscribe}}">Unsubscribe</a></body></html>`;

type Tracked = Status & {
  counts: { opened?: number; clicked?: number };
  recipients: { openedAt?: string; clickedAt?: string }[];
};

describe('a tracked campaign', () => {
  let stack: Stack;
  let campaignId: string;
  let executionId: string;

  const create = async (path: string, body: object) => {
    const { status, data } = await stack.manager.post<{ id: string }>(path, body);
    expect([status, data]).toMatchObject([201, { id: expect.any(String) }]);
    return data.id;
  };
  const htmlOf = async (index: number) => (await stack.messages(`${group}-${index}@runs.example`))[0]?.html ?? '';
  const hrefsOf = async (index: number) =>
    [...(await htmlOf(index)).matchAll(/href="([^"]*)"/g)].map(([, href]) => href ?? '');
  const follow = (url: string) => axios.get(url, { maxRedirects: 0, proxy: false, validateStatus: () => true });
  const statusWhen = (isSo: (status: Tracked) => boolean) =>
    waitFor(
      async (saw) => {
        const status = (await statusOf(stack, executionId)) as Tracked;
        saw(JSON.stringify(status.counts));
        return isSo(status) ? status : undefined;
      },
      { what: 'what recipients did to be counted', timeoutMs: 30_000 },
    );

  beforeAll(async () => {
    stack = await startStack();
    await handIn(
      stack,
      Array.from({ length: size }, (_, index) => person(group, index)),
    );
    const configurations = await stack.manager.get<{ channelConfigurations: { id: string; category: string }[] }>(
      '/v1/channel-configurations',
    );
    const configuration = configurations.data.channelConfigurations.find(({ category }) => category === 'marketing');
    campaignId = await create('/v1/campaigns', {
      name: group,
      category: 'marketing',
      channel: 'email',
      channelConfigurationId: configuration?.id,
      identityNamespace: 'crmId',
      createNewProfiles: false,
      audienceId: await create('/v1/audiences', {
        name: group,
        kind: 'rule',
        rule: { combinator: 'and', rules: [{ field: 'group', operator: '=', value: group }] },
      }),
      tracking: { opens: true, clicks: true },
      content: [{ treatment: 'default', locale: 'en', subject: 'Offers', html, text: `Offers: ${target}` }],
    });
    expect((await stack.manager.post(`/v1/campaigns/${campaignId}/activate`)).status).toBe(200);
    executionId = await trigger(stack, campaignId);
    expect(await ended(stack, executionId)).toMatchObject({ counts: { targeted: size, sent: size } });
  }, 240_000);

  afterAll(async () => {
    await stack.stop();
  });

  it('tells who opened its mail and who followed a link in it, once each, beside what became of it', async () => {
    const before = await statusOf(stack, executionId);
    expect(before.counts).not.toHaveProperty('opened');

    const [link = ''] = await hrefsOf(1);
    const pixel = /<img src="([^"]*)"[^>]*><\/body>/.exec(await htmlOf(1))?.[1] ?? '';
    const opened = await follow(pixel);
    expect([opened.status, opened.headers['content-type']]).toEqual([200, 'image/gif']);
    const followed = await follow(link);
    expect([followed.status, followed.headers['location']]).toEqual([302, target]);
    await follow((await hrefsOf(2))[0] ?? '');

    const status = await statusWhen(({ counts }) => counts.opened === 1 && counts.clicked === 2);
    expect(status.counts).toEqual({ ...before.counts, opened: 1, clicked: 2 });
    const [zero, one, two] = status.recipients.toSorted((a, b) => a.userId.localeCompare(b.userId));
    expect(zero).not.toHaveProperty('openedAt');
    expect(zero).not.toHaveProperty('clickedAt');
    const time = expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/);
    expect(one).toMatchObject({ userId: `${group}-1`, state: 'sent', openedAt: time, clickedAt: time });
    expect(two).toMatchObject({ userId: `${group}-2`, state: 'sent', clickedAt: time });
    expect(two).not.toHaveProperty('openedAt');

    // The third is counted after the repeats: had they changed anything, that would be seen by then.
    for (const url of [pixel, link]) await follow(url);
    const [third = ''] = await hrefsOf(0);
    expect((await follow(third)).status).toBe(302);
    const after = await statusWhen(({ counts }) => counts.clicked === 3);
    expect(after.counts).toEqual({ ...status.counts, clicked: 3 });
    expect(after.recipients.find(({ userId }) => userId === `${group}-1`)).toEqual(one);
  }, 90_000);

  it('leaves its other links and its text as they are, and unsubscribing works', async () => {
    const [, mailto, unsubscribe = ''] = await hrefsOf(0);
    expect(mailto).toBe('mailto:shop@example.com');
    const [message] = await stack.messages(`${group}-0@runs.example`);
    expect(message?.headers['list-unsubscribe']).toBe(`<${unsubscribe}>`);
    expect(message?.text).toContain(`Offers: ${target}`);
    const page = await follow(unsubscribe);
    expect([page.status, page.data]).toEqual([200, expect.stringContaining('Unsubscribe')]);
  });

  it('is not tracked in its proofs', async () => {
    const proof = await stack.manager.post(`/v1/campaigns/${campaignId}/proofs`, {
      recipients: [{ emailAddress: 'proof@runs.example', profile: { person: { name: { firstName: 'Pia' } } } }],
    });
    expect([proof.status, proof.data]).toMatchObject([202, {}]);
    const message = await waitFor(async () => (await stack.messages('proof@runs.example'))[0], { what: 'the proof' });
    expect(message.html).toContain('href="https://shop.example/offers?a=1&amp;b=2"');
    expect(message.html).not.toContain('<img');
  }, 60_000);
});
