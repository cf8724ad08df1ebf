import { describe, expect, it } from '@jest/globals';
import type { CampaignDraft } from '../definition.js';
import { highThroughputFindings } from './review-high-throughput.js';

const draft: CampaignDraft = {
  name: 'Code',
  category: 'transactional',
  highThroughputMode: true,
  channel: 'email',
  channelConfigurationId: 'cc1',
  identityNamespace: 'email',
  createNewProfiles: false,
  content: [],
};
const findingsOf = (changes: Partial<CampaignDraft>) =>
  highThroughputFindings({ ...draft, ...changes }).map(({ code, pointer }) => ({ code, pointer }));
const ofHtml = (html: string) => findingsOf({ content: [{ treatment: 'A', locale: 'en', subject: 'Hi', html }] });

describe('the review of high-throughput mode', () => {
  it('finds nothing in a transactional campaign that works by its calls alone', () => {
    expect(findingsOf({})).toEqual([]);
    expect(ofHtml('{{context.code}}')).toEqual([]);
  });

  it('refuses it to marketing, and together with the creation of profiles', () => {
    expect(findingsOf({ category: 'marketing', createNewProfiles: true })).toEqual([
      { code: 'HighThroughputNotAllowed', pointer: '/highThroughputMode' },
      { code: 'HighThroughputNotAllowed', pointer: '/createNewProfiles' },
    ]);
  });

  it.each([
    ['puts it out', '{{profile.person.name.firstName}}'],
    ['puts it out where another value is there', '{{#if profile.isVip}}{{profile.name}}{{/if}}'],
    ['puts it out where itself is missing', '{{#unless profile.name}}{{profile.name}}{{/unless}}'],
    ['falls back on it', '{{default context.name profile.name}}'],
  ])('refuses a template that needs a profile, as it %s', (_, html) => {
    expect(ofHtml(html)).toEqual([{ code: 'ProfileNotAtHand', pointer: '/content/0/html' }]);
  });

  it.each([
    ['a default', '{{default profile.name "you"}}'],
    ['a condition on it', '{{#if profile.name}}{{profile.name}}{{/if}}'],
  ])('lets a template read the profile that a call may bring, with %s', (_, html) => {
    expect(ofHtml(html)).toEqual([]);
  });

  it('says a path of a template once, and all parts of all variants', () => {
    const subject = '{{profile.name}}';
    const variant = { treatment: 'A', locale: 'en', subject, html: `${subject}${subject}`, text: subject };
    expect(findingsOf({ content: [variant, { ...variant, locale: 'de' }] }).map(({ pointer }) => pointer)).toEqual([
      ...['/content/0/subject', '/content/0/html', '/content/0/text'],
      ...['/content/1/subject', '/content/1/html', '/content/1/text'],
    ]);
  });

  it('finds nothing in a campaign that is not in this mode', () => {
    const content = [{ treatment: 'A', locale: 'en', subject: 'Hi', html: '{{profile.name}}' }];
    expect(findingsOf({ highThroughputMode: false, createNewProfiles: true, content })).toEqual([]);
  });
});
