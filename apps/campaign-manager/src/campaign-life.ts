import { phaseOf, type Schedule } from '@clarion/contracts';
import { Problem } from '@clarion/service';

/** What a campaign is, as people see it. */
export const campaignStatuses = [
  'draft',
  'in-review',
  'scheduled',
  'live',
  'completed',
  'stopped',
  'archived',
] as const;
export type CampaignStatus = (typeof campaignStatuses)[number];

/** What people do to a campaign. Reading and reviewing change nothing, and are always allowed. */
export const campaignMoves = [
  'edit',
  'request-review',
  'withdraw',
  'send-back',
  'approve',
  'activate',
  'stop',
  'archive',
  'delete',
  'duplicate',
] as const;
export type CampaignMove = (typeof campaignMoves)[number];

/** How far the draft is on its way to be approved, be it the only one or beside a version that counts. */
export const draftReviews = ['none', 'requested', 'approved'] as const;
export type DraftReview = (typeof draftReviews)[number];

/** What is kept of a campaign's status; *scheduled* and *completed* follow from the clock, *in-review* from the draft. */
export type CampaignState = Exclude<CampaignStatus, 'scheduled' | 'completed' | 'in-review'>;

const ofActivated = [
  ...(['edit', 'request-review', 'withdraw', 'send-back', 'approve'] as const),
  ...(['activate', 'stop', 'archive', 'duplicate'] as const),
];

/** The moves that each status allows. `docs/campaign-life.md` says the same, and a test compares the two. */
const allowed: Record<CampaignStatus, readonly CampaignMove[]> = {
  draft: ['edit', 'request-review', 'send-back', 'activate', 'delete', 'duplicate'],
  'in-review': ['withdraw', 'send-back', 'approve', 'activate', 'duplicate'],
  scheduled: ofActivated,
  live: ofActivated,
  completed: ofActivated,
  stopped: ['archive', 'duplicate'],
  archived: ['duplicate'],
};

/** The moves that must wait for another state of the draft's review; the page and the test have these, too. */
const shut: Record<DraftReview, readonly CampaignMove[]> = {
  none: ['withdraw', 'send-back', 'approve'],
  requested: ['edit', 'request-review', 'delete'],
  approved: ['request-review', 'withdraw', 'approve'],
};

/** What a campaign's status follows from. */
export interface Standing {
  state: CampaignState;
  review: DraftReview;
  /** That of the version that counts. */
  schedule?: Schedule;
}

/** The status of a campaign at a moment. */
export function statusOf({ state, review, schedule }: Standing, now: Date): CampaignStatus {
  if (state === 'draft' && review === 'requested') return 'in-review';
  if (state !== 'live') return state;
  const phase = phaseOf(schedule ?? {}, now);
  return phase === 'within' ? 'live' : phase === 'before' ? 'scheduled' : 'completed';
}

/** The moves that a campaign allows. */
export function movesFrom(status: CampaignStatus, review: DraftReview): CampaignMove[] {
  return allowed[status].filter((move) => !shut[review].includes(move));
}

/** @throws Problem `MoveNotAllowed`, which names status, review and move, where they do not allow it. */
export function requireMove(status: CampaignStatus, review: DraftReview, move: CampaignMove): void {
  const moves = movesFrom(status, review);
  if (moves.includes(move)) return;
  const what = review === 'none' ? `A campaign that is ${status}` : `A campaign that is ${status} (review: ${review})`;
  const detail = `${what} does not allow ${move}; it allows ${moves.join(', ')}.`;
  throw new Problem(409, 'MoveNotAllowed', detail, { additionalContext: { status, review, move } });
}
