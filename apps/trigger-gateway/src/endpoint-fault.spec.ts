import type { Campaign } from '@clarion/contracts';
import { describe, expect, it } from '@jest/globals';
import type { Call } from './call.js';
import { endpointFaultOf } from './endpoint-fault.js';

const campaign: Omit<Campaign, 'category'> = {
  name: 'Code',
  channel: 'email',
  channelConfigurationId: 'cc1',
  identityNamespace: 'email',
  createNewProfiles: false,
  content: [],
};
const withProfiles: Campaign = { ...campaign, category: 'transactional' };
const inMode: Campaign = { ...withProfiles, highThroughputMode: true };
const marketing: Campaign = { ...campaign, category: 'marketing' };

const recipients = { requestId: 'r1', campaignId: 'c1', recipients: [] };
const unitary: Call = { kind: 'unitary', isHighThroughput: false, body: recipients };
const fast: Call = { kind: 'unitary', isHighThroughput: true, body: recipients };
const event: Call = { kind: 'unitary', body: recipients };
const audience: Call = { kind: 'audience', body: { campaignId: 'c1' } };

describe('the endpoint of a call', () => {
  it.each([
    ['unitary', unitary, withProfiles],
    ['high-throughput', fast, inMode],
    ['audience', audience, marketing],
    ['none, by an event, for a campaign with profiles', event, withProfiles],
    ['none, by an event, for a campaign in high-throughput mode', event, inMode],
  ])('is right: %s', (_, call, of) => {
    expect(endpointFaultOf(call, of)).toBeUndefined();
  });

  it.each([
    ['unitary for high-throughput mode', unitary, inMode, 'WrongEndpoint', 'executions/highthroughput'],
    ['high-throughput for a campaign with profiles', fast, withProfiles, 'WrongEndpoint', 'executions/unitary'],
    ['high-throughput for marketing', fast, marketing, 'WrongCategory', 'executions/audience'],
    ['an event with recipients for marketing', event, marketing, 'WrongCategory', 'executions/audience'],
    ['audience for high-throughput mode', audience, inMode, 'WrongCategory', 'executions/highthroughput'],
  ])('is wrong: %s; and the right one is named', (_, call, of, code, right) => {
    expect(endpointFaultOf(call, of)).toEqual({ code, detail: expect.stringContaining(right) });
  });
});
