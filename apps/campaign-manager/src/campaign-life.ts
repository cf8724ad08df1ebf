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
  'send-back',
  'activate',
  'stop',
  'archive',
  'delete',
  'duplicate',
] as const;
export type CampaignMove = (typeof campaignMoves)[number];

/** What is kept of a campaign's status; *scheduled* and *completed* follow from the clock. */
export type CampaignState = Exclude<CampaignStatus, 'scheduled' | 'completed'>;

/** The moves that each status allows. `docs/campaign-life.md` says the same, and a test compares the two. */
const allowed: Record<CampaignStatus, readonly CampaignMove[]> = {
  draft: ['edit', 'request-review', 'activate', 'delete', 'duplicate'],
  'in-review': ['send-back', 'activate', 'duplicate'],
  scheduled: ['edit', 'activate', 'stop', 'archive', 'duplicate'],
  live: ['edit', 'activate', 'stop', 'archive', 'duplicate'],
  completed: ['edit', 'activate', 'stop', 'archive', 'duplicate'],
  stopped: ['archive', 'duplicate'],
  archived: ['duplicate'],
};

/** The status now of a campaign whose version that counts has this schedule. */
export function statusOf(state: CampaignState, schedule: Schedule | undefined, now: Date): CampaignStatus {
  if (state !== 'live') return state;
  const phase = phaseOf(schedule ?? {}, now);
  return phase === 'within' ? 'live' : phase === 'before' ? 'scheduled' : 'completed';
}

/** The moves that a status allows. */
export function movesFrom(status: CampaignStatus): readonly CampaignMove[] {
  return allowed[status];
}

/** @throws Problem `MoveNotAllowed`, which names status and move, where the status does not allow it. */
export function requireMove(status: CampaignStatus, move: CampaignMove): void {
  if (allowed[status].includes(move)) return;
  const detail = `A campaign that is ${status} does not allow ${move}; it allows ${allowed[status].join(', ')}.`;
  throw new Problem(409, 'MoveNotAllowed', detail, { additionalContext: { status, move } });
}
