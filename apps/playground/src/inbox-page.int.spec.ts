import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import chromium from '@sparticuz/chromium';
import { createTransport, type SendMailOptions } from 'nodemailer';
import { chromium as playwright, type Browser, type Page } from 'playwright-core';
import { readConfig } from './config.js';
import { startPlayground, type Playground } from './playground.js';

let playground: Playground;
let browser: Browser;
let page: Page;

beforeEach(async () => {
  playground = await startPlayground({ ...readConfig({}), httpPort: 0, smtpPort: 0, logLevel: 'silent' });
  browser = await playwright.launch({
    executablePath: await chromium.executablePath(),
    args: [...chromium.args, '--no-sandbox', '--disable-background-networking'],
  });
  page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
  await page.goto(playground.httpUrl);
  await page.locator('#connection', { hasText: 'Live' }).waitFor();
});
afterEach(async () => {
  await browser.close();
  await playground.stop();
});

describe('the inbox page', () => {
  it('says how to trigger a message while it is empty', async () => {
    expect(await page.locator('#empty').innerText()).toContain('POST /ajo/im/executions/unitary');
  });

  it('shows a message as it arrives, without a reload', async () => {
    await page.evaluate('window.isSamePage = true');

    await send({ to: 'ada@example.com', subject: 'Tonight' });

    await row('ada@example.com').waitFor();
    expect(await row('ada@example.com').innerText()).toMatch(/Tonight[^]*email/);
    expect(await page.locator('#count').innerText()).toBe('1 message');
    expect(await page.evaluate('window.isSamePage')).toBe(true);
  });

  it('shows the HTML in a sandboxed frame where scripts do not run and links lead nowhere', async () => {
    const attack = 'document.body.textContent = "attacked"; parent.document.title = "attacked"';
    await send({
      to: 'ada@example.com',
      html: `<script>${attack}</script><img src="x" onerror='${attack}'>
        <p style="width: 234px">Hello Ada</p><a href="/health/live" target="_self">Leave</a>`,
    });

    await row('ada@example.com').click();

    const mail = page.frameLocator('#mail');
    await mail.getByText('Hello Ada').waitFor();
    expect(await page.locator('#mail').getAttribute('sandbox')).toBe('');
    expect(await page.title()).toContain('Inbox');
    expect(await mail.getByText('Hello Ada').boundingBox()).toMatchObject({ width: 234 }); // inline styles hold
    const refusal = page.waitForEvent('console', (line) => line.text().includes('Blocked opening'));
    await mail.getByText('Leave').click();
    await refusal;
    expect(await mail.getByText('Hello Ada').isVisible()).toBe(true);
  });

  it('shows the text and the headers, as text whatever they contain', async () => {
    const traceparent = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';
    const subject = '<b>Bold</b> offer';
    await send({ to: 'ada@example.com', subject, text: '<i>Plain</i> words', headers: { traceparent } });

    await row('ada@example.com').click();

    await page.locator('#subject', { hasText: subject }).waitFor();
    expect(await page.locator('#text').innerText()).toContain('<i>Plain</i> words'); // there is no HTML part
    await page.getByRole('tab', { name: 'Text' }).press('ArrowRight');
    expect(await page.getByRole('row', { name: 'traceparent' }).innerText()).toContain(traceparent);
  });

  it('is read with the keyboard alone', async () => {
    await send({ to: 'ada@example.com', subject: 'Older' });
    await send({ to: 'bob@example.com', subject: 'Newer' });
    await row('ada@example.com').waitFor();
    await row('bob@example.com').waitFor();

    await page.keyboard.press('/');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await page.locator('#subject', { hasText: 'Newer' }).waitFor();
    await page.keyboard.press('ArrowDown');
    await page.locator('#subject', { hasText: 'Older' }).waitFor();
  });

  it('narrows the list to recipients that contain the filter', async () => {
    await send({ to: ['ada@example.com', 'bob@example.com'] });
    await row('bob@example.com').waitFor();

    await page.getByLabel('Filter by recipient').fill('BOB');

    await page.locator('#count', { hasText: '1 found' }).waitFor();
    expect(await row('ada@example.com').count()).toBe(0);
    expect(await row('bob@example.com').count()).toBe(1);
  });

  it('holds the newest 200 rows of 1,000 messages and counts all', async () => {
    await send({ bcc: Array.from({ length: 1_000 }, (_, n) => `user-${n}@example.com`) });

    await page.locator('#count', { hasText: 'Newest 200 of 1,000 messages' }).waitFor();

    expect(await page.locator('#rows > li').count()).toBe(200);
    expect(await page.locator('#rows > li').first().innerText()).toContain('user-999@example.com');
  });

  it('is empty after Clear', async () => {
    await send({ to: 'ada@example.com' });
    await row('ada@example.com').click();

    await page.getByRole('button', { name: 'Clear' }).click();

    await page.locator('#empty').waitFor();
    expect(await page.locator('#rows > li').count()).toBe(0);
    expect(await page.locator('#message').isVisible()).toBe(false);
  });
});

function row(recipient: string) {
  return page.locator('#rows a', { hasText: recipient });
}

async function send(mail: SendMailOptions): Promise<void> {
  const transport = createTransport({ host: '127.0.0.1', port: playground.smtpPort });
  await transport.sendMail({ from: 'shop@example.com', subject: 'Hi', text: mail.html ? undefined : 'Hello', ...mail });
}
