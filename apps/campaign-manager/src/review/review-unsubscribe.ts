import type { Category, Variant } from '@clarion/contracts';
import { pathsFromTop } from '../template-paths.js';
import { finding, type Finding } from './finding.js';

/** What is wrong with how a campaign's templates read `links`: marketing has `links.unsubscribe`, and nobody has another. */
export function unsubscribeFindings({
  category,
  content,
}: {
  category: Category;
  content: readonly Variant[];
}): Finding[] {
  return content.flatMap(({ subject, html, text = '' }, index) =>
    Object.entries({ subject, html, text }).flatMap(([member, source]) => {
      const details = pathsFromTop(source).flatMap((path) => linkFault(path, category) ?? []);
      return [...new Set(details)].map((detail) => finding('PathUnknown', `/content/${index}/${member}`, detail));
    }),
  );
}

function linkFault([root, ...rest]: readonly string[], category: Category): string | undefined {
  if (root !== 'links') return undefined;
  if (rest.join('.') !== 'unsubscribe') return `There is no ${[root, ...rest].join('.')}, only links.unsubscribe.`;
  return category === 'marketing' ? undefined : 'A transactional message has no links.unsubscribe.';
}
