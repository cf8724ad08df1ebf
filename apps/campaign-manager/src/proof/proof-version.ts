import type { Campaign } from '@clarion/contracts';
import { Problem } from '@clarion/service';
import { Injectable } from '@nestjs/common';
import { isDeepStrictEqual } from 'node:util';
import type { CampaignDraft, DefinitionKey, Origin } from '../definition.js';
import { DefinitionChanges } from '../definition-changes.js';
import { errorsAmong, type FindingCode } from '../review/finding.js';
import { referencesOf } from '../review/references.js';
import { review, type References } from '../review/review.js';

/** A version of a campaign. */
export interface CampaignVersion {
  version: number;
  campaign: Campaign;
}

/** Whom a campaign is for, and how fast they get it, does not matter to those who are named. */
const harmless: readonly FindingCode[] = ['AudienceMissing', 'AudienceNotAllowed', 'ThrottleNotAllowed'];

/** Publishes drafts as numbered versions that are not live: what is live stays so, and the draft as it is. */
@Injectable()
export class ProofVersions {
  constructor(private readonly changes: DefinitionChanges) {}

  /**
   * The draft as a version; the last one, where that says the same.
   * @returns `undefined` where the sandbox has no such campaign.
   * @throws Problem `ReviewFailed`, with the errors that would keep its messages from being made; `VersionTooLarge`
   */
  async of(key: DefinitionKey<'campaign'>, origin: Origin): Promise<CampaignVersion | undefined> {
    let found: CampaignVersion | undefined;
    await this.changes.change(key, origin, async ({ body: draft }, definitions) => {
      const campaign = provable(draft, await referencesOf(key, draft, definitions));
      const last = await definitions.lastVersion(key);
      const isPublished = last > 0 && says(await definitions.versionOf(key, last), campaign);
      found = { version: isPublished ? last : last + 1, campaign };
      return isPublished ? undefined : { publishForProofs: campaign };
    });
    return found;
  }
}

function provable(draft: CampaignDraft, references: References): Campaign {
  const { asItStands, findings } = review(draft, references);
  const errors = errorsAmong(findings).filter(({ code }) => !harmless.includes(code));
  if (errors.length === 0) return asItStands;
  const count = errors.length === 1 ? 'one fault' : `${errors.length} faults`;
  throw new Problem(422, 'ReviewFailed', `The campaign has ${count}; nothing is sent.`, {
    errors: errors.map(({ code, pointer, detail }) => ({ pointer, detail, code })),
  });
}

/** As it is once it was kept. */
function says(published: unknown, campaign: Campaign): boolean {
  return isDeepStrictEqual(JSON.parse(JSON.stringify(campaign)), published);
}
