import { unitaryCall } from './demo.js';
import type { LocalJson } from './local-json.js';

/** What a person sees once everything is up: where to look, and how to trigger a message of their own. */
export function summary({ urls, apiKey, sandbox, campaigns }: LocalJson, demo: string): string {
  const rows = [
    ['Inbox (open this)', `${urls['playground'] ?? ''}/`],
    ['Trigger API', `${urls['trigger-gateway'] ?? ''}/ajo/im/executions/unitary`],
    ['Campaigns API', `${urls['campaign-manager'] ?? ''}/v1/campaigns`],
  ];
  const body = JSON.stringify(unitaryCall('REQUEST', campaigns[demo] ?? '', 'you@example.com'));
  // A new request id each time, so that the line can be run again.
  const curl = [
    `curl -X POST '${urls['trigger-gateway'] ?? ''}/ajo/im/executions/unitary'`,
    `-H 'content-type: application/json' -H 'x-gw-ims-org-id: clarion' -H 'x-sandbox-name: ${sandbox}'`,
    `-H 'x-api-key: ${apiKey.id}' -H 'authorization: Bearer ${apiKey.secret}'`,
    `-d '${body.replace('REQUEST', `'"$(date +%s%N)"'`)}'`,
  ].join(' \\\n  ');
  const table = rows.map(([name = '', url = '']) => `  ${name.padEnd(20)} ${url}`).join('\n');
  return `\n${table}\n\nTrigger one yourself:\n\n${curl}\n\nCtrl-C stops everything.`;
}
