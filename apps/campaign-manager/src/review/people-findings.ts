import { ServiceUnavailable } from '@clarion/contracts';
import { isAttributePath } from '../attribute-path.js';
import type { CampaignDraft } from '../definition.js';
import type { AudienceFacts, Resolver } from '../resolver.js';
import { contentOf } from './audience-content.js';
import { finding, type Finding } from './finding.js';
import { profileReads, type ProfileRead } from './profile-reads.js';
import type { References } from './review.js';

/** What only the audience-resolver knows of a draft; a single warning where it does not answer. */
export async function peopleFindings(
  draft: CampaignDraft,
  references: References,
  resolver: Pick<Resolver, 'audienceFacts'>,
  { sandbox, traceparent }: { sandbox: string; traceparent: string },
): Promise<Finding[]> {
  const reads = profileReads(draft, references).filter(({ attribute }) => isAttributePath(attribute));
  const audience = draft.category === 'marketing' ? references.audience : undefined;
  if (!audience && reads.length === 0) return [];
  const question = {
    sandbox,
    namespace: draft.identityNamespace,
    ...(audience && { audience: contentOf(audience) }),
    attributes: reads.map(({ attribute }) => attribute),
  };
  try {
    return findingsOf(await resolver.audienceFacts(question, traceparent), reads);
  } catch (error) {
    if (!(error instanceof ServiceUnavailable)) throw error;
    const what = 'the audience and the attributes of profiles were not checked';
    return [finding('NotChecked', '', `The audience-resolver does not answer: ${what}.`)];
  }
}

function findingsOf({ isAnybody, unseen }: AudienceFacts, reads: readonly ProfileRead[]): Finding[] {
  const missing = new Set(unseen);
  return [
    ...(isAnybody === false ? [finding('AudienceEmpty', '/audienceId', 'Nobody is in the audience now.')] : []),
    ...reads
      .filter(({ attribute }) => missing.has(attribute))
      .map(({ attribute, pointer }) =>
        finding('ProfileAttributeUnseen', pointer, `No profile that was looked at has the attribute ${attribute}.`),
      ),
  ];
}
