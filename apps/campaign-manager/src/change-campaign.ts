import { LOGGER, traceIdOf, type Logger } from '@clarion/observability';
import { Inject, Injectable } from '@nestjs/common';
import { hashOfVersion, requireOther } from './approval.js';
import { requireMove, type CampaignMove } from './campaign-life.js';
import type { ChangingCall } from './current-call.js';
import type { CampaignDraft, Definition, DefinitionKey } from './definition.js';
import { DefinitionChanges, type Change } from './definition-changes.js';
import { DefinitionsRepository } from './definitions.repository.js';
import { nameOfCopy } from './duplicate.body.js';
import { requireMatch } from './entity-tag.js';
import { campaigns, campaignStatus } from './representation.js';
import type { ReviewStep } from './review-step.js';
import { referencesOf } from './review/references.js';
import { reviewed } from './review/reviewed.js';

type Key = DefinitionKey<'campaign'>;
type Campaign = Definition<'campaign'>;

/** What the moves do that say nothing more. */
const states = {
  archive: 'archived',
} as const satisfies Partial<Record<CampaignMove, Change<'campaign'>['state']>>;

/** Moves campaigns through their life, where that allows it. Each is `undefined` where the sandbox has no such campaign. */
@Injectable()
export class ChangeCampaign {
  constructor(
    private readonly definitions: DefinitionsRepository,
    private readonly changes: DefinitionChanges,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  /** @throws Problem `MoveNotAllowed`, `PreconditionFailed` */
  async edit(key: Key, draft: CampaignDraft, call: ChangingCall): Promise<Campaign | undefined> {
    return this.changes.change(key, call, (current) => {
      requireAllowed(current, 'edit', call);
      return { draft };
    });
  }

  /** Adds a draft of what the draft of another says, called `name` or "… copy". */
  async duplicate(key: Key, copy: Key, name: string | undefined, call: ChangingCall): Promise<Campaign | undefined> {
    const original = await this.definitions.find(key);
    if (!original) return undefined;
    requireAllowed(original, 'duplicate', call);
    const draft = { ...original.body, name: name ?? nameOfCopy(original.body.name) };
    // Who copies has not written it alone.
    return this.changes.add(copy, draft, call, original.draftAuthors);
  }

  /** @throws Problem `MoveNotAllowed`, `PreconditionFailed` */
  async to(name: keyof typeof states, key: Key, call: ChangingCall): Promise<Campaign | undefined> {
    return this.move(name, key, { state: states[name] }, call);
  }

  /**
   * @param cancelRunning its running executions are cancelled, too
   * @throws Problem `MoveNotAllowed`, `PreconditionFailed`
   */
  async stop(key: Key, cancelRunning: boolean, call: ChangingCall): Promise<Campaign | undefined> {
    return this.move('stop', key, { state: 'stopped', cancelRunning }, call);
  }

  /** @throws Problem `MoveNotAllowed`, `PreconditionFailed` */
  async remove(key: Key, call: ChangingCall): Promise<Campaign | undefined> {
    const removed = await this.changes.remove(key, call, (current) => {
      requireAllowed(current, 'delete', call);
    });
    if (removed) this.tell('delete', removed, call);
    return removed;
  }

  /** @throws Problem `MoveNotAllowed`, `PreconditionFailed` */
  async review(
    move: Exclude<ReviewStep['move'], 'approve'>,
    key: Key,
    call: ChangingCall,
    comment?: string,
  ): Promise<Campaign | undefined> {
    return this.changes.change(key, call, (current) => {
      requireAllowed(current, move, call);
      return { review: { move, ...(comment !== undefined && { comment }) } };
    });
  }

  /**
   * Approves the draft with all that it names, as it would go live now.
   * @throws Problem `MoveNotAllowed`, `PreconditionFailed`, `ApproverIsAuthor`, `ReviewFailed`
   */
  async approve(key: Key, call: ChangingCall, comment?: string): Promise<Campaign | undefined> {
    return this.changes.change(key, call, async (current, definitions) => {
      requireAllowed(current, 'approve', call);
      requireOther(current, call.keyId);
      const version = reviewed(current.body, await referencesOf(key, current.body, definitions));
      const approvedHash = hashOfVersion(version);
      return { review: { move: 'approve', approvedHash, ...(comment !== undefined && { comment }) } };
    });
  }

  private async move(
    name: CampaignMove,
    key: Key,
    change: Change<'campaign'>,
    call: ChangingCall,
  ): Promise<Campaign | undefined> {
    const moved = await this.changes.change(key, call, (current) => {
      requireAllowed(current, name, call);
      return change;
    });
    if (moved) this.tell(name, moved, call);
    return moved;
  }

  private tell(move: CampaignMove, { id: campaignId }: Campaign, { keyId, traceparent }: ChangingCall): void {
    this.logger.info({ campaignId, move, keyId, traceId: traceIdOf(traceparent) }, 'campaign moved');
  }
}

/**
 * Whether a campaign, as it is now, is the one that the caller has seen, and allows the move.
 * @throws Problem `MoveNotAllowed`, `PreconditionFailed`
 */
export function requireAllowed(current: Campaign, name: CampaignMove, { ifMatch }: ChangingCall): void {
  requireMatch(ifMatch, campaigns.shown(current));
  requireMove(campaignStatus(current, new Date()), current.review, name);
}
