import { Problem } from '@clarion/service';
import { describe, expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { campaignMoves, campaignStatuses, movesFrom, requireMove, statusOf } from './campaign-life.js';

const table = tableOf(readFileSync('docs/campaign-life.md', 'utf8'));
const all = campaignStatuses.flatMap((status) => campaignMoves.map((move) => ({ status, move })));
const isAllowed = ({ status, move }: (typeof all)[number]) => table[status]?.[move] === 'yes';

describe('the table of docs/campaign-life.md', () => {
  it('has all statuses and all moves', () => {
    expect(Object.keys(table)).toEqual(campaignStatuses);
    for (const row of Object.values(table)) expect(Object.keys(row)).toEqual(campaignMoves);
  });

  it.each(all.filter(isAllowed))('allows $move in $status, and so does the code', ({ status, move }) => {
    requireMove(status, move);
    expect(movesFrom(status)).toContain(move);
  });

  it.each(all.filter((one) => !isAllowed(one)))(
    'forbids $move in $status, and so does the code',
    ({ status, move }) => {
      expect(movesFrom(status)).not.toContain(move);
      const refused = problemOf(() => {
        requireMove(status, move);
      });
      expect(refused).toMatchObject({ status: 409, code: 'MoveNotAllowed' });
      expect(refused?.details.additionalContext).toEqual({ status, move });
      expect(refused?.message).toContain(`${status} does not allow ${move}`);
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
    expect(statusOf('live', schedule, new Date(now))).toBe(status);
  });

  it('is live as long as nothing else is said', () => {
    expect(statusOf('live', undefined, new Date())).toBe('live');
  });

  it.each(['draft', 'in-review', 'stopped', 'archived'] as const)('is %s at any time', (state) => {
    expect(statusOf(state, schedule, new Date('2026-05-01T12:00:00Z'))).toBe(state);
  });
});

/** The first table of a page: the cells of each row, by its first cell and the names of the columns. */
function tableOf(page: string): Record<string, Record<string, string>> {
  const rows = page.split('\n').filter((line) => line.startsWith('|'));
  const [names = [], , ...body] = rows.map((row) =>
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
