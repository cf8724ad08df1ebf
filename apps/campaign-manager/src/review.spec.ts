import { describe, expect, it } from '@jest/globals';
import type { Variant } from '@clarion/contracts';
import type { CampaignDraft } from './definition.js';
import { review, type ReviewedConfiguration } from './review.js';

const variant: Variant = { treatment: 'A', locale: 'en', subject: 'Hi', html: '<p>{{context.link}}</p>' };
const draft: CampaignDraft = {
  name: 'Password reset',
  category: 'transactional',
  channel: 'email',
  channelConfigurationId: 'configuration-1',
  identityNamespace: 'crmId',
  createNewProfiles: true,
  content: [variant],
};
const configuration: ReviewedConfiguration = { state: 'live', channel: 'email', category: 'transactional' };

const faultsIn = (changed: Partial<CampaignDraft>, of: ReviewedConfiguration | undefined = configuration) => {
  const reviewed = review({ ...draft, ...changed }, of);
  return 'faults' in reviewed ? reviewed.faults : [];
};
const pointersIn = (changed: Partial<CampaignDraft>) => faultsIn(changed).map((fault) => fault.pointer);
const withContent = (...changed: Partial<Variant>[]) => ({ content: changed.map((one) => ({ ...variant, ...one })) });

describe('the review of a campaign', () => {
  it('passes a draft without faults, as it stands', () => {
    expect(review(draft, configuration)).toEqual({ campaign: draft });
  });

  it('refuses marketing, for now', () => {
    expect(faultsIn({ category: 'marketing' }, { ...configuration, category: 'marketing' })).toEqual([
      { pointer: '/category', detail: 'Marketing campaigns cannot be activated yet.' },
    ]);
  });

  it('refuses a campaign whose channel configuration does not exist', () => {
    const reviewed = review(draft, undefined);
    expect(reviewed).toEqual({
      faults: [{ pointer: '/channelConfigurationId', detail: 'There is no such channel configuration.' }],
    });
  });

  it.each([
    ['is not live', { state: 'stopped' }],
    ['is for another channel', { channel: 'sms' }],
    ['is for another category', { category: 'marketing' }],
  ])('refuses a campaign whose channel configuration %s', (_, changed) => {
    const faults = faultsIn({}, { ...configuration, ...changed });
    expect(faults).toEqual([
      { pointer: '/channelConfigurationId', detail: expect.stringContaining(Object.values(changed)[0] ?? '') },
    ]);
  });

  it.each(['subject', 'html', 'text'])('points at a %s that is no template', (member) => {
    expect(pointersIn(withContent({}, { locale: 'de', [member]: 'Hello {{#if}' }))).toEqual([`/content/1/${member}`]);
  });

  it('says what is wrong with a template, and where in it', () => {
    const [fault] = faultsIn(withContent({ html: 'Hello {{shout context.name}}' }));
    expect(fault?.detail).toMatch(/"shout".*1:6/);
  });

  it('refuses a blank subject', () => {
    expect(pointersIn(withContent({ subject: ' \u00a0' }))).toEqual(['/content/0/subject']);
  });

  it.each([undefined, '', '\n '])('refuses a message without html whose text is %j', (text) => {
    expect(pointersIn(withContent({ html: ' ', ...(text !== undefined && { text }) }))).toEqual(['/content/0/html']);
  });

  it('passes a message that has only a text', () => {
    expect(pointersIn(withContent({ html: '', text: 'Hi' }))).toEqual([]);
  });

  it('refuses a variant whose treatment and locale were there before, in whatever spelling', () => {
    const content = withContent({ locale: 'en-US' }, { locale: 'en' }, { locale: 'EN-us' }, { locale: 'en-US' });
    expect(faultsIn(content)).toEqual([
      { pointer: '/content/2', detail: 'Treatment and locale are those of /content/0.' },
      { pointer: '/content/3', detail: 'Treatment and locale are those of /content/0.' },
    ]);
  });

  it('takes the same locale in another treatment for another variant', () => {
    expect(pointersIn(withContent({ treatment: 'A' }, { treatment: 'B' }))).toEqual([]);
  });

  it('reports all faults at once', () => {
    const content = withContent({ subject: '' }, { locale: 'de', html: '{{>header}}' });
    expect(pointersIn({ category: 'marketing', ...content })).toEqual([
      '/category',
      '/channelConfigurationId',
      '/content/0/subject',
      '/content/1/html',
    ]);
  });
});
