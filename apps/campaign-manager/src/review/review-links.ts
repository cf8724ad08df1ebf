import type { Category, Variant } from '@clarion/contracts';
import { pathsFromTop } from '../template-paths.js';
import { finding, type Finding } from './finding.js';
import { isBlank } from '../variant-templates.js';

const schemes = ['http:', 'https:', 'mailto:', 'tel:', 'sms:'];
/** It never looks beyond a `<` or `>`, so that it takes linear time. */
const hrefs = /<(?:a|area)\s[^<>]*?(?<=\s)href\s*=\s*(?:"([^"<>]*)"|'([^'<>]*)'|([^\s"'<>]+))/gi;

/** What is to be found in the links of a campaign's mails. */
export function linkFindings(content: readonly Variant[], category: Category): Finding[] {
  return content.flatMap((variant, index) => [
    ...hrefsIn(variant.html).flatMap((href) => hrefFinding(href, `/content/${index}/html`)),
    ...(category === 'marketing' ? unsubscribeFindings(variant, `/content/${index}`) : []),
  ]);
}

/** Each once, as it is written. */
function hrefsIn(html: string): string[] {
  const found = [...html.matchAll(hrefs)].map(([, double, single, bare]) => (double ?? single ?? bare ?? '').trim());
  return [...new Set(found)];
}

function hrefFinding(href: string, pointer: string): Finding[] {
  if (href === '' || href === '#') return [finding('LinkEmpty', pointer, 'A link leads nowhere: its href is empty.')];
  if (href.startsWith('#') || href.startsWith('{{') || href.includes('{{#')) return [];
  const filled = href.replaceAll(/\{\{[^{}]*\}\}|\{\{\{[^{}]*\}\}\}/g, 'x').replaceAll('&amp;', '&');
  if (URL.canParse(filled) && schemes.includes(new URL(filled).protocol)) return [];
  const shown = href.length > 100 ? `${href.slice(0, 100)}…` : href;
  return [finding('LinkMalformed', pointer, `"${shown}" is no whole URL, such as https://shop.example/offers.`)];
}

/** People who get marketing must be able to end it, in each part of the mail that they may see. */
function unsubscribeFindings({ html, text }: Variant, pointer: string): Finding[] {
  const parts = [
    ['html', html],
    ['text', text],
  ] as const;
  return parts.flatMap(([member, source]) =>
    source === undefined || isBlank(source) || readsUnsubscribe(source)
      ? []
      : [finding('UnsubscribeLinkMissing', `${pointer}/${member}`, `The ${member} has no {{links.unsubscribe}}.`)],
  );
}

function readsUnsubscribe(source: string): boolean {
  return pathsFromTop(source).some((path) => path.join('.') === 'links.unsubscribe');
}
