import type { Campaign } from '@clarion/contracts';
import { syntaxOf } from '@clarion/personalization';

/**
 * The profile paths that a campaign's version reads, without the leading `profile`, each once: those of its templates,
 * and the attributes by which rows of its data sources are matched.
 */
export function profilePathsOf({ content, dataSources = [] }: Pick<Campaign, 'content' | 'dataSources'>): string[][] {
  const read = content
    .flatMap(({ subject, html, text }) => [subject, html, text ?? ''])
    .flatMap((template) => syntaxOf(template).paths)
    .filter(([root]) => root === 'profile')
    .map(([, ...path]) => path);
  const matched = dataSources.flatMap(({ join }) => (join.kind === 'match' ? [join.attribute.split('.')] : []));
  return [...new Map([...read, ...matched].map((path) => [path.join('.'), path])).values()];
}
