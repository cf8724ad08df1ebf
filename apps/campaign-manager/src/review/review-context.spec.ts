import { contextCheck, type CampaignDataSource } from '@clarion/contracts';
import { describe, expect, it } from '@jest/globals';
import type { CampaignDraft } from '../definition.js';
import { reviewContext } from './review-context.js';

const draft: CampaignDraft = {
  name: 'Order',
  category: 'transactional',
  channel: 'email',
  channelConfigurationId: 'c',
  identityNamespace: 'crmId',
  createNewProfiles: true,
  content: [{ treatment: 'A', locale: 'en', subject: 'Hi', html: '{{context.order.total}}' }],
};
const asking = (changed: object): CampaignDataSource => ({
  alias: 'weather',
  dataSourceId: 'w',
  join: { kind: 'all' },
  request: {
    ...{ method: 'POST', url: 'https://api.example.com/', addCount: false, inboundColumns: [], params: {} },
    timeoutMs: 1_000,
    ...changed,
  },
  mapping: { arrayPath: '', columns: [] },
});
const codesIn = ({ findings }: ReturnType<typeof reviewContext>) =>
  findings.map(({ code, pointer }) => [code, pointer]);
const fits = ({ contextSchema }: ReturnType<typeof reviewContext>, context: object) =>
  contextSchema !== undefined && contextCheck(contextSchema)(context).length === 0;

describe('the review of what calls must bring', () => {
  it('demands what any variant reads', () => {
    const content = [...draft.content, { treatment: 'A', locale: 'de', subject: '{{context.anrede}}', html: 'x' }];
    const reviewed = reviewContext({ ...draft, content }, []);
    expect(codesIn(reviewed)).toEqual([]);
    expect(fits(reviewed, { order: { total: 5 }, anrede: 'Frau' })).toBe(true);
    expect(fits(reviewed, { order: { total: 5 } })).toBe(false);
  });

  it('says nothing where nothing is read', () => {
    const content = [{ treatment: 'A', locale: 'en', subject: 'Hi', html: 'x' }];
    expect(reviewContext({ ...draft, content }, [])).toEqual({ findings: [] });
  });

  it('holds calls to what is written by hand as well', () => {
    const byHand = { properties: { order: { properties: { total: { type: 'number', maximum: 100 } } } } };
    const reviewed = reviewContext({ ...draft, contextSchema: byHand }, []);
    expect(fits(reviewed, { order: { total: 100 } })).toBe(true);
    expect(fits(reviewed, { order: { total: 101 } })).toBe(false);
    expect(fits(reviewed, {})).toBe(false);
  });

  it.each([
    ['url', { url: 'https://api.example.com/{{context.city}}' }],
    ['query', { query: [{ name: 'city', value: '{{context.city}}' }] }],
    ['headers', { headers: [{ name: 'x-city', value: '{{context.city}}' }] }],
    ['body', { body: '{"city":"{{context.city}}"}' }],
  ])('demands of calls for an audience what the %s of a request reads', (_, changed) => {
    const reviewed = reviewContext({ ...draft, category: 'marketing', content: [] }, [asking(changed)]);
    expect(fits(reviewed, { city: 'London' })).toBe(true);
    expect(fits(reviewed, {})).toBe(false);
  });

  it('refuses a request of a transactional campaign that needs the context, which is each recipient’s own', () => {
    const needing = asking({ url: 'https://api.example.com/{{context.city}}' });
    const asked = asking({ url: 'https://api.example.com/{{default context.city "London"}}' });
    expect(codesIn(reviewContext(draft, [undefined, needing]))).toEqual([
      ['ContextNotAtHand', '/dataSources/1/dataSourceId'],
    ]);
    expect(codesIn(reviewContext(draft, [asked]))).toEqual([]);
  });

  it('finds what is used as two kinds of thing', () => {
    const content = draft.content.map((variant) => ({ ...variant, subject: '{{context.order}}' }));
    expect(codesIn(reviewContext({ ...draft, content }, []))).toEqual([['TypeMismatch', '/content/0/html']]);
  });

  it('refuses a schema of more than 32 KB', () => {
    const html = Array.from({ length: 2_000 }, (_, index) => `{{context.value${index}}}`).join('');
    const content = draft.content.map((variant) => ({ ...variant, html }));
    expect(codesIn(reviewContext({ ...draft, content }, []))).toEqual([['ContextSchemaTooLarge', '/contextSchema']]);
  });
});
