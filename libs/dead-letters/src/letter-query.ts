import { isPlainText } from '@clarion/service';
import { letterStates, type LetterState } from './dead-letter-tables.js';

/** Which letters are meant; what is not named may be anything. */
export interface LetterMatch {
  group?: string;
  topic?: string;
  errorClass?: string;
}

/** A page of a list. */
export interface LetterQuery extends LetterMatch {
  state?: LetterState;
  /** Only letters of this sandbox, and those whose sandbox cannot be told. */
  sandbox?: string;
  /** Only letters older than this one. */
  after?: string;
  limit: number;
}

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const names = ['group', 'topic', 'errorClass', 'sandbox'] as const;

/** Whether a text has the form of a letter's id. */
export function isLetterId(text: unknown): text is string {
  return typeof text === 'string' && uuid.test(text);
}

/** Reads the query of a list (100 letters unless told, 1000 at most), or says in one sentence what is wrong with it. */
export function letterQueryOf(query: Record<string, unknown>): LetterQuery | { fault: string } {
  const { state, after, limit = '100' } = query;
  const number = typeof limit === 'string' && /^\d{1,4}$/.test(limit) ? Number(limit) : 0;
  if (number < 1 || number > 1000) return { fault: 'limit must be a whole number from 1 to 1000.' };
  if (state !== undefined && !isState(state)) return { fault: `state must be one of ${letterStates.join(', ')}.` };
  if (after !== undefined && !isLetterId(after)) return { fault: 'after must be the id of a dead letter.' };
  const texts: Partial<Record<(typeof names)[number], string>> = {};
  for (const name of names) {
    const text = query[name];
    if (text === undefined) continue;
    if (!isName(text)) return { fault: `${name} must be one text without control characters.` };
    texts[name] = text;
  }
  return { ...texts, ...(state && { state }), ...(after && { after }), limit: number };
}

/** A text that Postgres can be asked for. */
export function isName(value: unknown): value is string {
  return typeof value === 'string' && value.length <= 1_000 && isPlainText(value);
}

function isState(value: unknown): value is LetterState {
  return letterStates.some((state) => state === value);
}
