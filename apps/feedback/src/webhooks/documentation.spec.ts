import { describe, expect, it } from '@jest/globals';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pausesMs } from './retry-times.js';
import { signedHeaders } from './signed-headers.js';
import { webhookBody, type WebhookBody } from './webhook-body.js';

interface Example {
  verified: (body: string, headers: Record<string, string>, secret: string) => unknown;
}

const secret = `whsec_${Buffer.alloc(32, 7).toString('base64')}`;
const other = `whsec_${Buffer.alloc(32, 8).toString('base64')}`;
const body = '{"type":"message.feedback"}';
const headersAt = (at: Date) => signedHeaders({ id: '0198c0de', at, body }, [other, secret]);

describe('docs/webhooks.md', () => {
  const page = readFile(join(import.meta.dirname, '../../../../docs/webhooks.md'), 'utf8');
  const blockOf = async (language: string) =>
    new RegExp(`^\`\`\`${language}\n(.*?)^\`\`\`$`, 'ms').exec(await page)?.[1] ?? '';

  it('has an example that takes what we have signed, and nothing else', async () => {
    const { verified } = (await import(
      `data:text/javascript,${encodeURIComponent(await blockOf('js'))}`
    )) as unknown as Example;
    const headers = headersAt(new Date());
    expect(verified(body, headers, secret)).toEqual({ type: 'message.feedback' });
    expect(verified(body, headers, other)).toEqual({ type: 'message.feedback' });
    const strange = `whsec_${Buffer.alloc(32, 9).toString('base64')}`;
    expect(() => verified(body, headers, strange)).toThrow('not from Clarion');
    expect(() => verified(`${body} `, headers, secret)).toThrow('not from Clarion');
    expect(() => verified(body, {}, secret)).toThrow('not from Clarion');
    for (const ms of [-301_000, 301_000]) {
      expect(() => verified(body, headersAt(new Date(Date.now() + ms)), secret)).toThrow('not from Clarion');
    }
  });

  it('shows a body as we make it', async () => {
    const shown = JSON.parse(await blockOf('json')) as WebhookBody;
    const { recipients, requestId, ...execution } = shown.data;
    const webhooks = { requestId, traceparent: '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01' };
    const [first, ...more] = recipients.map((one) => ({ ...execution, ...one, at: new Date(one.at), webhooks }));
    expect(first && webhookBody([first, ...more])).toEqual(shown);
  });

  it('lists the pauses that we make', async () => {
    const unitMs: Record<string, number> = { s: 1_000, min: 60_000, h: 3_600_000 };
    const rows = [...(await page).matchAll(/^\| (\d+) +\| (\d+) (s|min|h) +\|$/gm)];
    const told = rows.map(([, attempt, pause, unit = '']) => [Number(attempt), Number(pause) * (unitMs[unit] ?? 0)]);
    expect(told).toEqual(pausesMs.map((pauseMs, index) => [index + 1, pauseMs]));
  });
});
