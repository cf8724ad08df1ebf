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
  campaigns: { 'Password reset': 'c1' },
};

describe('the summary', () => {
  it('names where to look', () => {
    expect(summary(local, 'Password reset')).toContain('http://127.0.0.1:4010/');
  });

  it('has a cURL that a shell reads as one call with a JSON body', () => {
    const text = summary(local, 'Password reset');
    const curl = text.slice(text.indexOf('curl -X'), text.indexOf('\n\nCtrl-C'));
    const shown = execFileSync('sh', ['-c', curl.replace('curl', 'printf "%s\\n"')], { encoding: 'utf8' });
    const body = JSON.parse(shown.trim().split('\n').at(-1) ?? '') as { requestId: string; campaignId: string };
    expect(body.campaignId).toBe('c1');
    expect(body.requestId).toMatch(/^\d+$/);
    expect(shown).toContain('authorization: Bearer cs_1');
  });
});
