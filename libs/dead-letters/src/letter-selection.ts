import type { ProblemError } from '@clarion/service';
import { isLetterId, isName, type LetterMatch } from './letter-query.js';

/** Which open letters are to be replayed or discarded: these, or all that match. */
export type LetterSelection = { sandbox?: string } & ({ ids: string[] } | { match: LetterMatch });

const mostIds = 1_000;
const matchNames = ['group', 'topic', 'errorClass'];

/** Reads the body of a replay or discard, or says what is wrong with it. */
export function selectionOf(body: unknown): LetterSelection | { errors: ProblemError[] } {
  if (!isRecord(body)) return { errors: [{ pointer: '', detail: 'the body must be an object' }] };
  const { ids, match, sandbox } = body;
  const errors = unknownMembers(body, ['ids', 'match', 'sandbox'], '');
  if (sandbox !== undefined && !isName(sandbox)) errors.push({ pointer: '/sandbox', detail: 'sandbox must be a text' });
  if ((ids === undefined) === (match === undefined)) {
    errors.push({ pointer: '', detail: 'name either ids or match' });
  } else if (ids !== undefined) {
    errors.push(...faultsOfIds(ids));
  } else {
    errors.push(...faultsOfMatch(match));
  }
  return errors.length > 0 ? { errors } : (body as LetterSelection);
}

function faultsOfIds(ids: unknown): ProblemError[] {
  if (!Array.isArray(ids) || ids.length === 0 || ids.length > mostIds) {
    return [{ pointer: '/ids', detail: `ids must be 1 to ${mostIds} ids` }];
  }
  return ids.flatMap((id, index) =>
    isLetterId(id) ? [] : [{ pointer: `/ids/${index}`, detail: 'must be the id of a dead letter' }],
  );
}

function faultsOfMatch(match: unknown): ProblemError[] {
  if (!isRecord(match)) return [{ pointer: '/match', detail: 'match must be an object; {} matches all' }];
  const faulty = matchNames.filter((name) => match[name] !== undefined && !isName(match[name]));
  const wrong = faulty.map((name) => ({ pointer: `/match/${name}`, detail: `${name} must be a text` }));
  return [...unknownMembers(match, matchNames, '/match'), ...wrong];
}

function unknownMembers(object: object, known: readonly string[], parent: string): ProblemError[] {
  const unknown = Object.keys(object).filter((name) => !known.includes(name));
  return unknown.map((name) => ({ pointer: `${parent}/${name}`, detail: `there is no ${name}` }));
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
