import type { Campaign } from '@clarion/contracts';
import { Problem } from '@clarion/service';
import type { CampaignDraft } from '../definition.js';
import { errorsAmong } from './finding.js';
import { review, type References } from './review.js';

/**
 * A draft as it goes live; warnings do not keep it.
 * @throws Problem `ReviewFailed`, with every error.
 */
export function reviewed(draft: CampaignDraft, references: References): Campaign {
  const { campaign, findings } = review(draft, references);
  if (campaign) return campaign;
  const errors = errorsAmong(findings).map(({ code, pointer, detail }) => ({ pointer, detail, code }));
  const count = errors.length === 1 ? 'one fault' : `${errors.length} faults`;
  throw new Problem(422, 'ReviewFailed', `The campaign has ${count}; nothing is published.`, { errors });
}
