import type { Category, Variant } from '@clarion/contracts';
import { pathsFromTop } from '../template-paths.js';
import { isBlank, templatesOf, type ContentTemplate } from '../variant-templates.js';
import { finding, type Finding } from './finding.js';

/** What is wrong with how a campaign's templates read `links`: marketing has `links.unsubscribe`, and nobody has another. */
export function unsubscribeFindings({
  category,
  content,
}: {
  category: Category;
  content: readonly Variant[];
}): Finding[] {
  return content.flatMap((variant, index) =>
    templatesOf(variant, `/content/${index}`).flatMap((template) => {
      const links = pathsFromTop(template.source).filter(([root]) => root === 'links');
      const faults = new Set(links.flatMap((path) => linkFault(path, category) ?? []));
      return [
        ...[...faults].map((detail) => finding('PathUnknown', template.pointer, detail)),
        ...(category === 'marketing' && isPart(template) && !links.some(isUnsubscribe) ? [missing(template)] : []),
      ];
    }),
  );
}

function linkFault(path: readonly string[], category: Category): string | undefined {
  if (!isUnsubscribe(path)) return `There is no ${path.join('.')}, only links.unsubscribe.`;
  return category === 'marketing' ? undefined : 'A transactional message has no links.unsubscribe.';
}

function isUnsubscribe(path: readonly string[]): boolean {
  return path.join('.') === 'links.unsubscribe';
}

/** People who get marketing must be able to end it, in each part of the mail that they may see. */
function isPart({ pointer, source }: ContentTemplate): boolean {
  return !pointer.endsWith('/subject') && !isBlank(source);
}

function missing({ pointer }: ContentTemplate): Finding {
  return finding('UnsubscribeLinkMissing', pointer, 'It has no {{links.unsubscribe}}, which each mail’s headers have.');
}
