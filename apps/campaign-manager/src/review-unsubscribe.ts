import type { Category, Variant } from '@clarion/contracts';
import type { Fault } from './fault.js';
import { pathsFromTop } from './template-paths.js';

/** What is wrong with how a campaign's templates read `links`: marketing has `links.unsubscribe`, and nobody has another. */
export function unsubscribeFaults({ category, content }: { category: Category; content: readonly Variant[] }): Fault[] {
  return content.flatMap(({ subject, html, text = '' }, index) =>
    Object.entries({ subject, html, text }).flatMap(([member, source]) => {
      const details = pathsFromTop(source).flatMap((path) => linkFault(path, category) ?? []);
      return [...new Set(details)].map((detail) => ({ pointer: `/content/${index}/${member}`, detail }));
    }),
  );
}

function linkFault([root, ...rest]: readonly string[], category: Category): string | undefined {
  if (root !== 'links') return undefined;
  if (rest.join('.') !== 'unsubscribe') return `There is no ${[root, ...rest].join('.')}, only links.unsubscribe.`;
  return category === 'marketing' ? undefined : 'A transactional message has no links.unsubscribe.';
}
