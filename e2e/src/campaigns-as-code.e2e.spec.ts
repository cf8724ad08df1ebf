import { waitFor } from '@clarion/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ended, handIn, lineUp, person, publishCampaign, trigger } from './audience-campaign.js';
import { freePorts, startOnOwnServers, type Message, type Stack } from './stack.js';

const group = 'travelling';
const people = [person(group, 0), person(group, 1)];

interface Imported {
  campaign: { id: string; outcome: string };
  [part: string]: unknown;
}

/** Its link names the recipient in a token that is sealed anew for each mail. */
function withoutToken({ to, subject, text, html }: Message) {
  return { to, subject, html, text: text.replace(/\/u\/\S+/, '/u/token') };
}

describe('a campaign as a document', () => {
  let directory: string;
  let ports: Record<string, string>;
  let stack: Stack;

  /** Hands in whom it is for, which no document says, and sends it to them. */
  const mailsOf = async (campaignId: string) => {
    await stack.playground.delete('/api/messages');
    await handIn(stack, people);
    expect(await ended(stack, await trigger(stack, campaignId))).toMatchObject({ counts: { targeted: 2, sent: 2 } });
    const mails = await waitFor(
      async () => {
        const arrived = await stack.messages();
        return arrived.length === 2 ? arrived : undefined;
      },
      { what: 'both mails' },
    );
    return mails.map(withoutToken).toSorted((one, other) => one.to.localeCompare(other.to));
  };
  const importIt = async (document: string) => {
    const headers = { 'content-type': 'application/yaml' };
    const { status, data } = await stack.manager.post<Imported>('/v1/campaigns/import', document, { headers });
    expect({ status, data }).toMatchObject({ status: 200 });
    return data;
  };

  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), 'clarion-e2e-'));
    ports = await freePorts();
    stack = await startOnOwnServers(directory, ports);
  }, 240_000);

  afterAll(async () => {
    await stack.stop();
    await rm(directory, { recursive: true, force: true });
  });

  it('sends the same mail from an installation that was emptied, and changes nothing when it comes again', async () => {
    const originalId = await publishCampaign(stack, group, [lineUp(stack)]);
    const before = await mailsOf(originalId);
    const headers = { accept: 'application/yaml' };
    const { data: document } = await stack.manager.get<string>(`/v1/campaigns/${originalId}/export`, { headers });

    await stack.stop();
    stack = await startOnOwnServers(directory, ports, '--reset');
    expect((await stack.manager.get<object>(`/v1/campaigns/${originalId}`)).status).toBe(404);

    const { campaign, ...parts } = await importIt(document);
    expect(campaign.id).not.toBe(originalId);
    expect(JSON.stringify({ campaign, ...parts })).not.toContain('updated');
    const { id } = campaign;
    expect((await stack.manager.post<object>(`/v1/campaigns/${id}/activate`)).status).toBe(200);
    expect(await mailsOf(id)).toEqual(before);
    expect(before[0]?.text).toContain('Dear Person 0:');

    const again = JSON.stringify(await importIt(document));
    expect(again).toContain('unchanged');
    expect(again).not.toMatch(/created|updated/);
    const exported = await stack.manager.get<string>(`/v1/campaigns/${id}/export`, { headers });
    expect(exported.data).toBe(document);
  }, 300_000);
});
