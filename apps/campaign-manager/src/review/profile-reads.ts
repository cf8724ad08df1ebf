import { anyMember } from '@clarion/personalization';
import type { CampaignDraft } from '../definition.js';
import { pathsFromTop } from '../template-paths.js';
import { templatesOf } from '../variant-templates.js';
import type { References } from './review.js';

/** Services are asked for so many at most. */
const mostReads = 500;

/** An attribute of profiles that a campaign uses, such as `homeAddress.city`, and where it does so first. */
export interface ProfileRead {
  attribute: string;
  pointer: string;
}

/** What a draft's templates, and the joins and requests of its data sources, read of profiles; the first 500. */
export function profileReads({ content, dataSources = [] }: CampaignDraft, references: References): ProfileRead[] {
  const ofContent = content.flatMap((variant, index) =>
    templatesOf(variant, `/content/${index}`).flatMap(({ source, pointer }) =>
      pathsFromTop(source)
        .filter(([root]) => root === 'profile')
        .map((path) => ({ attribute: attributeOf(path), pointer })),
    ),
  );
  const ofSources = dataSources.flatMap(({ dataSourceId, join }, index) => {
    const pointer = `/dataSources/${index}`;
    const columns = references.dataSources.get(dataSourceId)?.request?.inboundColumns ?? [];
    return [
      ...(join.kind === 'match' ? [{ attribute: join.attribute, pointer: `${pointer}/join/attribute` }] : []),
      ...columns.map(({ attribute }) => ({ attribute, pointer: `${pointer}/dataSourceId` })),
    ];
  });
  const first = new Map<string, ProfileRead>();
  for (const read of [...ofContent, ...ofSources]) {
    if (read.attribute !== '' && !first.has(read.attribute)) first.set(read.attribute, read);
  }
  return [...first.values()].slice(0, mostReads);
}

/** Up to the first list, whose members may differ. */
function attributeOf(path: readonly string[]): string {
  const below = path.slice(1);
  const list = below.findIndex((part) => part === anyMember || part === 'length');
  return (list < 0 ? below : below.slice(0, list)).join('.');
}
