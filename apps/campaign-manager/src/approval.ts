import type { Campaign } from '@clarion/contracts';
import { Problem } from '@clarion/service';
import { createHash } from 'node:crypto';
import type { Definition } from './definition.js';

type Draft = Pick<Definition, 'review' | 'approvedHash' | 'draftAuthors' | 'needsApproval'>;

/** Says which version was approved: another as soon as anything that it carries is another. */
export function hashOfVersion(campaign: Campaign): string {
  return createHash('sha256').update(JSON.stringify(campaign)).digest('hex');
}

/**
 * Nobody approves what they have written: not the key that wrote the draft first, nor any that changed it since it
 * was approved last.
 * @throws Problem `ApproverIsAuthor`
 */
export function requireOther({ draftAuthors }: Draft, keyId: string): void {
  if (!draftAuthors.includes(keyId)) return;
  throw new Problem(403, 'ApproverIsAuthor', 'The key has written this draft: another must approve it.');
}

/**
 * Where the sandbox demands it, only what was approved goes live: the draft, and the audience and the data sources that
 * the version carries.
 * @throws Problem `ApprovalMissing`, `ApprovalOutdated`
 */
export function requireApproved({ needsApproval, review, approvedHash }: Draft, version: Campaign): void {
  if (!needsApproval) return;
  if (review !== 'approved') {
    throw new Problem(409, 'ApprovalMissing', 'The sandbox demands that another key approves the draft first.');
  }
  if (approvedHash === hashOfVersion(version)) return;
  const detail = 'What the campaign names was changed after the approval: send it back, and have it approved again.';
  throw new Problem(409, 'ApprovalOutdated', detail);
}
