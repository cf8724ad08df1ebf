import { readsOf, type TemplateRead } from '@clarion/personalization';
import type { CampaignDraft } from '../definition.js';
import { templatesOf } from '../variant-templates.js';
import { finding, type Finding } from './finding.js';

/**
 * What a campaign in high-throughput mode may not be: marketing, one that creates profiles, or one whose
 * templates cannot do without a profile, since none is read for it. A value that a template can do without may come
 * with the call.
 */
export function highThroughputFindings({
  highThroughputMode,
  category,
  createNewProfiles,
  content,
}: CampaignDraft): Finding[] {
  if (!highThroughputMode) return [];
  const notAllowed = (pointer: string, detail: string) => finding('HighThroughputNotAllowed', pointer, detail);
  return [
    ...(category === 'marketing'
      ? [notAllowed('/highThroughputMode', 'Only transactional campaigns may be in high-throughput mode.')]
      : []),
    ...(createNewProfiles
      ? [notAllowed('/createNewProfiles', 'In high-throughput mode no profiles are created.')]
      : []),
    ...content.flatMap((variant, index) =>
      templatesOf(variant, `/content/${index}`).flatMap(({ source, pointer }) => profileFindings(source, pointer)),
    ),
  ];
}

/** One for each path of a template. */
function profileFindings(source: string, pointer: string): Finding[] {
  const paths = new Set(readsOf(source).flatMap((read) => (needsProfile(read) ? read.path.join('.') : [])));
  return [...paths].map((path) => {
    const detail = `It needs ${path}, and in high-throughput mode no profile is read: take it from the context, or give a default.`;
    return finding('ProfileNotAtHand', pointer, detail);
  });
}

function needsProfile({ path, isNeeded, given }: TemplateRead): boolean {
  const isSame = (other: readonly string[]) => other.join('.') === path.join('.');
  return isNeeded && path[0] === 'profile' && !given.some((condition) => condition.isFilled && isSame(condition.path));
}
