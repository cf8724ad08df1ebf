import { isInstant, isPlainText, Problem } from '@clarion/service';
import { auditActions, type AuditAction } from './audit-action.js';

/** Which entries are wanted; what is not named may be anything. */
export interface AuditQuery {
  kind?: string;
  /** The definition's. */
  id?: string;
  /** The id of the key. */
  actor?: string;
  /** One of these. */
  actions?: readonly AuditAction[];
  /** Entries from this moment on. */
  from?: Date;
  /** Entries before this moment. */
  to?: Date;
  /** Entries older than the one at this position. */
  after?: string;
  limit: number;
}

type Given = Record<string, unknown>;

const texts = ['kind', 'id', 'actor'] as const;
const moments = ['from', 'to'] as const;
const everything = [...texts, ...moments, 'action', 'after', 'limit'];

/**
 * Reads the query of a list (50 entries unless told, 200 at most), of which these are known.
 * @throws Problem `InvalidRequest`, also for what it does not know: a filter that is mistyped must not show all.
 */
export function auditQueryOf(given: Given, known: readonly string[] = everything): AuditQuery {
  const stranger = Object.keys(given).find((name) => !known.includes(name));
  if (stranger !== undefined) throw refusal(`There is no parameter ${stranger}: there are ${known.join(', ')}.`);
  const query: AuditQuery = { limit: limitOf(given['limit']) };
  for (const name of texts) if (given[name] !== undefined) query[name] = textOf(name, given[name]);
  for (const name of moments) if (given[name] !== undefined) query[name] = dateOf(name, given[name]);
  if (given['action'] !== undefined) query.actions = [actionOf(given['action'])];
  if (given['after'] !== undefined) query.after = positionOf(given['after']);
  return query;
}

function limitOf(given: unknown = '50'): number {
  const limit = typeof given === 'string' && /^\d{1,3}$/.test(given) ? Number(given) : 0;
  if (limit >= 1 && limit <= 200) return limit;
  throw refusal('limit must be a whole number from 1 to 200.');
}

function textOf(name: string, given: unknown): string {
  if (typeof given === 'string' && given.length <= 320 && isPlainText(given)) return given;
  throw refusal(`${name} must be one text of at most 320 characters.`);
}

function dateOf(name: string, given: unknown): Date {
  if (isInstant(given)) return new Date(given);
  throw refusal(`${name} must be one moment, such as 2027-01-31T00:00:00Z.`);
}

function actionOf(given: unknown): AuditAction {
  const action = auditActions.find((one) => one === given);
  if (action) return action;
  throw refusal(`action must be one of ${auditActions.join(', ')}.`);
}

function positionOf(given: unknown): string {
  if (typeof given === 'string' && /^\d{1,18}$/.test(given)) return given;
  throw refusal('after must be the next of a page.');
}

function refusal(detail: string): Problem {
  return new Problem(400, 'InvalidRequest', detail);
}
