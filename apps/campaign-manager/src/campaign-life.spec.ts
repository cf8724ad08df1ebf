import { Problem } from '@clarion/service';
import { describe, expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { campaignMoves, campaignStatuses, draftReviews, movesFrom, requireMove, statusOf } from './campaign-life.js';

const [byStatus, byReview] = tablesOf(readFileSync('docs/campaign-life.md', 'utf8'));
const all = campaignStatuses.flatMap((status) =>
  draftReviews.flatMap((review) => campaignMoves.map((move) => ({ status, review, move }))),
);
const isAllowed = ({ status, review, move }: (typeof all)[number]) =>
  byStatus[status]?.[move] === 'yes' && byReview[review]?.[move] === 'yes';

describe('the tables of docs/campaign-life.md', () => {
  it('have all statuses, all reviews and all moves', () => {
    expect(Object.keys(byStatus)).toEqual(campaignStatuses);
    expect(Object.keys(byReview)).toEqual(draftReviews);
    for (const row of Object.values({ ...byStatus, ...byReview })) expect(Object.keys(row)).toEqual(campaignMoves);
  });

  it.each(all.filter(isAllowed))(
    'allow $move in $status (review: $review), and so does the code',
    ({ status, review, move }) => {
      requireMove(status, review, move);
      expect(movesFrom(status, review)).toContain(move);
    },
  );

  it.each(all.filter((one) => !isAllowed(one)))(
    'forbid $move in $status (review: $review), and so does the code',
    ({ status, review, move }) => {
      expect(movesFrom(status, review)).not.toContain(move);
      const refused = problemOf(() => {
        requireMove(status, review, move);
      });
      expect(refused).toMatchObject({ status: 409, code: 'MoveNotAllowed' });
      expect(refused?.details.additionalContext).toEqual({ status, review, move });
      expect(refused?.message).toContain(`does not allow ${move}`);
    },
  );
});

describe('the status of a campaign', () => {
  const schedule = { startAt: '2026-05-01T08:00:00Z', endAt: '2026-05-02T08:00:00Z' };

  it.each([
    ['2026-05-01T07:59:59Z', 'scheduled'],
    ['2026-05-01T08:00:00Z', 'live'],
    ['2026-05-02T08:00:00Z', 'completed'],
  ])('follows from the clock while it is live: at %s it is %s', (now, status) => {
    for (const review of draftReviews) {
      expect(statusOf({ state: 'live', review, schedule }, new Date(now))).toBe(status);
    }
  });

  it('is live as long as nothing else is said', () => {
    expect(statusOf({ state: 'live', review: 'none' }, new Date())).toBe('live');
  });

  it.each(['draft', 'stopped', 'archived'] as const)('is %s at any time', (state) => {
    expect(statusOf({ state, review: 'none', schedule }, new Date('2026-05-01T12:00:00Z'))).toBe(state);
  });

  it('is in-review while a review of its only draft is asked for', () => {
    expect(statusOf({ state: 'draft', review: 'requested' }, new Date())).toBe('in-review');
    expect(statusOf({ state: 'draft', review: 'approved' }, new Date())).toBe('draft');
  });
});

type Table = Record<string, Record<string, string>>;

/** The first two tables of a page: the cells of each row, by its first cell and the names of the columns. */
function tablesOf(page: string): [Table, Table] {
  const [first = '', second = ''] = page.split('\n\n').filter((part) => part.startsWith('|'));
  return [tableOf(first), tableOf(second)];
}

function tableOf(text: string): Table {
  const [names = [], , ...body] = text.split('\n').map((row) =>
    row
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim()),
  );
  return Object.fromEntries(
    body.map(([status = '', ...cells]) => [
      status,
      Object.fromEntries(cells.map((cell, index) => [names[index + 1] ?? '', cell])),
    ]),
  );
}

function problemOf(act: () => void): Problem | undefined {
  try {
    act();
    return undefined;
  } catch (error) {
    if (error instanceof Problem) return error;
    throw error;
  }
}
