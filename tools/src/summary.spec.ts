import { describe, expect, it } from '@jest/globals';
import { execFileSync } from 'node:child_process';
import { summary } from './summary.js';

const local = {
  urls: {
    playground: 'http://127.0.0.1:4010',
    'trigger-gateway': 'http://127.0.0.1:4001',
    'campaign-manager': 'http://127.0.0.1:4000',
  },
  pids: {},
  sandbox: 'dev',
  apiKey: { id: 'ck_1', secret: 'cs_1' },
  campaigns: { 'Password reset': 'c1', 'Match day': 'c2' },
};

describe('the summary', () => {
  it('names where to look', () => {
    expect(summary(local)).toContain('http://127.0.0.1:4010/');
    expect(summary(local)).toContain('http://127.0.0.1:4001/v1/executions/{executionId}');
    expect(summary(local)).toContain('http://127.0.0.1:4000/docs  http://127.0.0.1:4001/docs');
  });

  it.each([
    ['unitary', 'c1'],
    ['audience', 'c2'],
  ])('has a cURL for an execution that is %s, which a shell reads as one call with a JSON body', (kind, campaignId) => {
    const curls = summary(local)
      .split('\n\n')
      .filter((part) => part.startsWith('curl -X'));
    const curl = curls.find((part) => part.includes(`/ajo/im/executions/${kind}'`)) ?? '';
    const shown = execFileSync('sh', ['-c', curl.replace('curl', 'printf "%s\\n"')], { encoding: 'utf8' });
    const body = JSON.parse(shown.trim().split('\n').at(-1) ?? '') as { requestId: string; campaignId: string };
    expect(body.campaignId).toBe(campaignId);
    expect(body.requestId).toMatch(/^\d+$/);
    expect(shown).toContain('authorization: Bearer cs_1');
  });
});
