import type { Variant } from '@clarion/contracts';
import { describe, expect, it } from '@jest/globals';
import { unsubscribeFaults } from './review-unsubscribe.js';

const link = '<a href="{{links.unsubscribe}}">Unsubscribe</a>';
const variant: Variant = {
  treatment: 'A',
  locale: 'en',
  subject: 'Hi',
  html: '',
  text: '{{context.links.unsubscribe}}',
};

describe('the review of unsubscribe links', () => {
  it('passes them in marketing, wherever they stand', () => {
    const html = `${link}{{#if context.a}}{{default links.unsubscribe "-"}}{{/if}}`;
    expect(unsubscribeFaults({ category: 'marketing', content: [{ ...variant, html }] })).toEqual([]);
  });

  it('refuses them in transactional messages, once for each template', () => {
    const content = [variant, { ...variant, html: link + link, text: '{{#with links}}{{unsubscribe}}{{/with}}' }];
    const faults = unsubscribeFaults({ category: 'transactional', content });
    expect(faults.map(({ pointer }) => pointer)).toEqual(
      expect.arrayContaining(['/content/1/html', '/content/1/text']),
    );
    expect(faults[0]).toEqual({
      pointer: '/content/1/html',
      detail: 'A transactional message has no links.unsubscribe.',
    });
  });

  it.each(['links.unsubscribed', 'links.unsubscribe.url', 'links.mirror'])('refuses %s, which there is not', (path) => {
    const content = [{ ...variant, subject: `{{${path}}}` }];
    expect(unsubscribeFaults({ category: 'marketing', content })).toEqual([
      { pointer: '/content/0/subject', detail: `There is no ${path}, only links.unsubscribe.` },
    ]);
  });
});
