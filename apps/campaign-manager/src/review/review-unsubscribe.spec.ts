import type { Variant } from '@clarion/contracts';
import { describe, expect, it } from '@jest/globals';
import { finding } from './finding.js';
import { unsubscribeFindings } from './review-unsubscribe.js';

const link = '<a href="{{links.unsubscribe}}">Unsubscribe</a>';
const htmlOnly: Variant = { treatment: 'A', locale: 'en', subject: 'Hi', html: '' };
const variant: Variant = { ...htmlOnly, text: '{{context.links.unsubscribe}}' };

describe('the review of unsubscribe links', () => {
  it('passes them in marketing, wherever they stand', () => {
    const html = `${link}{{#if context.a}}{{default links.unsubscribe "-"}}{{/if}}`;
    const content = [{ ...variant, html, text: 'Bye: {{links.unsubscribe}}' }];
    expect(unsubscribeFindings({ category: 'marketing', content })).toEqual([]);
  });

  it('misses them in each part of a marketing mail that may be seen', () => {
    const content = [
      { ...htmlOnly, html: 'Hi' },
      { ...htmlOnly, html: link },
      { ...variant, html: link, text: 'Hi' },
      { ...variant, html: '', text: 'Hi' },
    ];
    const missing = ['/content/0/html', '/content/2/text', '/content/3/text'];
    const findings = unsubscribeFindings({ category: 'marketing', content });
    expect(findings.map(({ code, pointer }) => [code, pointer])).toEqual(
      missing.map((pointer) => ['UnsubscribeLinkMissing', pointer]),
    );
    expect(unsubscribeFindings({ category: 'transactional', content: [{ ...htmlOnly, html: 'Hi' }] })).toEqual([]);
  });

  it('refuses them in transactional messages, once for each template', () => {
    const content = [variant, { ...variant, html: link + link, text: '{{#with links}}{{unsubscribe}}{{/with}}' }];
    const findings = unsubscribeFindings({ category: 'transactional', content });
    expect(findings.map(({ pointer }) => pointer)).toEqual(
      expect.arrayContaining(['/content/1/html', '/content/1/text']),
    );
    expect(findings[0]).toEqual(
      finding('PathUnknown', '/content/1/html', 'A transactional message has no links.unsubscribe.'),
    );
  });

  it.each(['links.unsubscribed', 'links.unsubscribe.url', 'links.mirror'])('refuses %s, which there is not', (path) => {
    const content = [{ ...variant, subject: `{{${path}}}`, text: '{{links.unsubscribe}}' }];
    expect(unsubscribeFindings({ category: 'marketing', content })).toEqual([
      finding('PathUnknown', '/content/0/subject', `There is no ${path}, only links.unsubscribe.`),
    ]);
  });
});
