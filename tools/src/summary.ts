import type { LocalJson } from './local-json.js';
import { audienceCall, matchDay } from './match-day.js';
import { passwordReset, unitaryCall } from './password-reset.js';

/** What a person sees once everything is up: where to look, and how to trigger a message of their own. */
export function summary(local: LocalJson): string {
  const { urls, campaigns } = local;
  const gateway = urls['trigger-gateway'] ?? '';
  const rows = [
    ['Inbox (open this)', `${urls['playground'] ?? ''}/`],
    ['Trigger API', `${gateway}/ajo/im/executions/unitary`],
    ['What became of it', `${gateway}/v1/executions/{executionId}`],
    ['Campaigns API', `${urls['campaign-manager'] ?? ''}/v1/campaigns`],
    ['All routes', [urls['campaign-manager'], gateway].map((url) => `${url ?? ''}/docs`).join('  ')],
  ];
  const table = rows.map(([name = '', url = '']) => `  ${name.padEnd(20)} ${url}`).join('\n');
  const unitary = curl(local, 'unitary', unitaryCall('REQUEST', campaigns[passwordReset] ?? '', 'you@example.com'));
  const audience = curl(local, 'audience', audienceCall('REQUEST', campaigns[matchDay] ?? ''));
  return [
    `\n${table}`,
    `Trigger one yourself:\n\n${unitary}`,
    `${matchDay} again, to all fans:\n\n${audience}`,
    'Ctrl-C stops everything.',
  ].join('\n\n');
}

/** A call with a new request id each time, so that the line can be run again. */
function curl({ urls, sandbox, apiKey }: LocalJson, kind: 'unitary' | 'audience', body: object): string {
  return [
    `curl -X POST '${urls['trigger-gateway'] ?? ''}/ajo/im/executions/${kind}'`,
    `-H 'content-type: application/json' -H 'x-gw-ims-org-id: clarion' -H 'x-sandbox-name: ${sandbox}'`,
    `-H 'x-api-key: ${apiKey.id}' -H 'authorization: Bearer ${apiKey.secret}'`,
    `-d '${JSON.stringify(body).replace('REQUEST', `'"$(date +%s%N)"'`)}'`,
  ].join(' \\\n  ');
}
