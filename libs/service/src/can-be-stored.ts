import { Keeps } from './rule.js';

const maxLevels = 100;

/**
 * Whether JSON comes back from Postgres as it was: without NUL and halves of surrogate pairs (in names or texts) and
 * numbers too large for JavaScript, and at most 100 levels deep.
 */
export function canBeStored(value: unknown, levels = maxLevels): boolean {
  if (typeof value === 'string') return !/[\0\p{Cs}]/u.test(value);
  if (typeof value === 'number') return Number.isFinite(value);
  if (typeof value !== 'object' || value === null) return true;
  if (levels === 0) return false;
  return Object.entries(value).every(([name, member]) => canBeStored(name) && canBeStored(member, levels - 1));
}

/** The property is JSON that can be stored. */
export function CanBeStored(): PropertyDecorator {
  return Keeps({
    name: 'canBeStored',
    schema: {},
    validate: (value) => canBeStored(value),
    message: `$property must be without NUL characters, halves of surrogate pairs and numbers too large, and at most ${maxLevels} levels deep`,
  });
}
