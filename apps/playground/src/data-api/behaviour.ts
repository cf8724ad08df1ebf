import { InvalidRequest } from '../invalid-request.js';
import { dataPaths, isDataPath, type DataPath } from './data-path.js';
import { isObject, type JsonObject } from './source-request.js';

/** How one path answers instead of as usual. What is left out stays as usual. */
export interface Behaviour {
  readonly path: DataPath;
  /** How many calls it lasts; until it is changed when left out. */
  readonly times?: number;
  /** Waits before anything is answered. */
  readonly delayMs?: number;
  /** The status instead of 200: from 400 with a problem document, below with the usual body if it may have one. */
  readonly status?: number;
  /** The header `Retry-After`. */
  readonly retryAfterSeconds?: number;
  /** A valid JSON document, exactly so long, from 22 bytes. */
  readonly bodyBytes?: number;
  /** A body that is called JSON and is none. */
  readonly garbage?: boolean;
  /** Closes the connection after so many bytes of the body; with 0 not even the headers come. */
  readonly dropAfterBytes?: number;
  /** Nothing is ever answered. */
  readonly hang?: boolean;
}

const mebibyte = 1024 * 1024;

/** The least and the greatest that is allowed. */
const wholeNumbers: Record<string, readonly [number, number]> = {
  times: [1, 1_000_000],
  delayMs: [0, 600_000],
  status: [100, 599],
  retryAfterSeconds: [0, 86_400],
  bodyBytes: [0, 1024 * mebibyte],
  dropAfterBytes: [0, 1024 * mebibyte],
};
const claims = ['garbage', 'hang'];
const known = ['path', ...Object.keys(wholeNumbers), ...claims];

/** Reads a behaviour as it is sent; throws one `InvalidRequest` that names all problems. */
export function readBehaviour(body: unknown): Behaviour {
  if (!isObject(body)) throw new InvalidRequest(['the body must be a JSON object']);
  const problems = [...unknownIn(body), ...wrongIn(body)];
  if (problems.length === 0) problems.push(...contradictionsIn(body));
  if (problems.length > 0) throw new InvalidRequest(problems);
  return body as unknown as Behaviour;
}

/** Answers with such a status end after their headers (RFC 9110 §6.4.1, §15.3.6). */
export function mayHaveBody(status: number): boolean {
  return status >= 200 && ![204, 205, 304].includes(status);
}

function unknownIn(body: JsonObject): string[] {
  return Object.keys(body)
    .filter((name) => !known.includes(name))
    .map((name) => `${name} is unknown: there are ${known.join(', ')}`);
}

function wrongIn(body: JsonObject): string[] {
  const problems = isDataPath(body['path']) ? [] : [`path must be one of ${dataPaths.join(', ')}`];
  for (const [name, [least, greatest]] of Object.entries(wholeNumbers)) {
    const value = body[name];
    if (value === undefined) continue;
    const isAllowed = Number.isSafeInteger(value) && Number(value) >= least && Number(value) <= greatest;
    if (!isAllowed) problems.push(`${name} must be a whole number from ${least} to ${greatest}`);
  }
  for (const name of claims) {
    if (!['undefined', 'boolean'].includes(typeof body[name])) problems.push(`${name} must be true or false`);
  }
  return problems;
}

function contradictionsIn(body: JsonObject): string[] {
  const { hang, garbage, bodyBytes, retryAfterSeconds, status, dropAfterBytes } = body;
  const others = Object.keys(body).filter((name) => !['path', 'times', 'hang'].includes(name) && body[name] !== false);
  const isBodyTold = garbage === true || bodyBytes !== undefined || dropAfterBytes !== undefined;

  const problems: string[] = [];
  if (hang === true && others.length > 0) problems.push(`hang answers nothing, so ${others.join(', ')} cannot be`);
  if (garbage === true && bodyBytes !== undefined) problems.push('garbage and bodyBytes are two different bodies');
  if (retryAfterSeconds !== undefined && status === undefined) problems.push('retryAfterSeconds needs a status');
  if (isBodyTold && typeof status === 'number' && !mayHaveBody(status)) problems.push(`${status} has no body`);
  return problems;
}
