import { waitFor } from '@clarion/testing';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import chromium from '@sparticuz/chromium';
import axios from 'axios';
import { chromium as playwright, type Browser, type Page } from 'playwright-core';
import { ended, handIn, person, publishCampaign, trigger, type Status } from './audience-campaign.js';
import { startStack, type Stack } from './stack.js';

const size = 5;

describe('unsubscribing', () => {
  let stack: Stack;
  let campaignId: string;
  let group: string;
  let groups = 0;

  const run = async () => {
    await stack.playground.delete('/api/messages');
    return ended(stack, await trigger(stack, campaignId));
  };
  const addressOf = (index: number) => `${group}-${index}@runs.example`;
  const arrived = async () => (await stack.messages()).map(({ to }) => to).toSorted();
  const everyoneBut = (...left: number[]) =>
    Array.from({ length: size }, (_, index) => index).flatMap((index) =>
      left.includes(index) ? [] : [addressOf(index)],
    );
  const headersOf = async (index: number) => (await stack.messages(addressOf(index)))[0]?.headers ?? {};
  const linkOf = async (index: number) =>
    /^<(http.*)>$/.exec((await headersOf(index))['list-unsubscribe'] ?? '')?.[1] ?? '';
  /** What people say travels by an event: runs until one of them knows of it. */
  const runThat = (isSo: (status: Status) => boolean) =>
    waitFor(
      async (saw) => {
        const status = await run();
        saw(JSON.stringify(status.counts));
        return isSo(status) ? status : undefined;
      },
      { what: 'a run that knows of it', timeoutMs: 60_000 },
    );

  beforeAll(async () => {
    stack = await startStack();
  }, 180_000);

  beforeEach(async () => {
    groups += 1;
    group = `wishes${groups}`;
    await handIn(
      stack,
      Array.from({ length: size }, (_, index) => person(group, index)),
    );
    campaignId = await publishCampaign(stack, group, []);
    expect(await run()).toMatchObject({ counts: { targeted: size, sent: size } });
  }, 60_000);

  afterAll(async () => {
    await stack.stop();
  });

  it('by one click of a mail program leaves that person out of the next run, with the reason, and nobody else', async () => {
    expect(await headersOf(2)).toMatchObject({ 'list-unsubscribe-post': 'List-Unsubscribe=One-Click' });
    const url = await linkOf(2);
    const form = new URLSearchParams({ 'List-Unsubscribe': 'One-Click' });
    const answers = [
      await axios.post(url, form, { maxRedirects: 0 }),
      await axios.post(url, form, { maxRedirects: 0 }),
    ];
    expect(answers.map(({ status }) => status)).toEqual([200, 200]);

    const { counts, recipients } = await runThat((status) => status.counts.excluded > 0);
    expect(counts).toMatchObject({ targeted: size, sent: size - 1, excluded: 1 });
    const excluded = recipients.filter(({ state }) => state === 'excluded');
    expect(excluded).toMatchObject([{ userId: `${group}-2`, reason: 'NoConsent' }]);
    expect(await arrived()).toEqual(everyoneBut(2));
  }, 120_000);

  describe('on the page', () => {
    let browser: Browser;
    let page: Page;

    beforeAll(async () => {
      browser = await playwright.launch({
        executablePath: await chromium.executablePath(),
        args: [...chromium.args, '--no-sandbox', '--disable-background-networking'],
      });
    });

    beforeEach(async () => {
      page = await browser.newPage({ javaScriptEnabled: false });
    });

    afterAll(async () => {
      await browser.close();
    });

    it('takes one press of its button, and another takes it back', async () => {
      const faults: string[] = [];
      page.on('console', (line) => faults.push(line.text()));
      await page.goto(await linkOf(1));
      expect(await page.title()).toBe('Unsubscribe');
      expect(await run()).toMatchObject({ counts: { sent: size } }); // to look is to say nothing

      await page.getByRole('button', { name: 'Unsubscribe' }).click();
      await page.getByRole('heading', { name: 'You are unsubscribed' }).waitFor();
      await runThat((status) => status.counts.excluded > 0);
      expect(await arrived()).toEqual(everyoneBut(1));

      await page.getByRole('button', { name: 'Undo' }).press('Enter');
      await page.getByRole('heading', { name: 'You are subscribed again' }).waitFor();
      await runThat((status) => status.counts.excluded === 0);
      expect(await arrived()).toEqual(everyoneBut());
      expect(faults).toEqual([]);
    }, 120_000);

    it('is styled, can be read by everyone, and leads nowhere from a link that is not whole', async () => {
      const link = await linkOf(0);
      await page.goto(link);
      const colour = await page.evaluate(`getComputedStyle(document.querySelector('button')).backgroundColor`);
      expect(colour).toBe('rgb(29, 78, 216)');
      expect(await page.locator('html').getAttribute('lang')).toBe('en');
      await page.keyboard.press('Tab');
      expect(await page.locator('button:focus').innerText()).toBe('Unsubscribe');

      const answer = await page.goto(link.slice(0, -1));
      expect(answer?.status()).toBe(404);
      expect(await page.getByRole('heading').innerText()).toBe('This link does not work');
      expect(await page.getByRole('button').count()).toBe(0);
    }, 60_000);
  });
});
