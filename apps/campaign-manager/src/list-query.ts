import type { Category } from '@clarion/contracts';
import { isInstant, isPlainText, Problem } from '@clarion/service';
import { campaignStatuses, draftReviews, type CampaignStatus, type DraftReview } from './campaign-life.js';
import { positionOf, type Position } from './list-position.js';

/** Which things of a list are wanted; what is not named may be anything. */
export interface ListFilters {
  /** This very name. */
  name?: string;
  /** What the name or the description has in it, in capitals or not. */
  text?: string;
  status?: readonly CampaignStatus[];
  /** How far the draft is on its way to be approved. */
  review?: DraftReview;
  channel?: 'email';
  category?: Category;
  tag?: string;
  /** From this moment on. */
  createdFrom?: Date;
  /** Before this moment. */
  createdTo?: Date;
  updatedFrom?: Date;
  updatedTo?: Date;
}

/** A page of a list, newest first. */
export interface ListQuery extends ListFilters {
  /** How many at most: 1 to 100. */
  limit: number;
  /** Only what comes after this. */
  after?: Position;
}

/** Lists of everything have these parameters. */
export const commonParameters = [
  'limit',
  'after',
  'name',
  'text',
  'createdFrom',
  'createdTo',
  'updatedFrom',
  'updatedTo',
] as const;

/** Lists of campaigns have more. */
export const campaignParameters = [...commonParameters, 'status', 'review', 'channel', 'category', 'tag'] as const;

type Name = keyof ListQuery;

interface Parameter<Value> {
  /** `undefined` where the text is none. */
  read(text: string): Value | undefined;
  mustBe: string;
}

const longestText = 200;
const mostListed = 100;

const plainText: Parameter<string> = {
  read: (text) => (text !== '' && text.length <= longestText && isPlainText(text) ? text : undefined),
  mustBe: `a text of 1 to ${longestText} characters without control characters`,
};

const moment: Parameter<Date> = {
  read: (text) => (isInstant(text) ? new Date(text) : undefined),
  mustBe: 'a time such as 2026-05-01T08:00:00Z',
};

function oneOf<Value extends string>(values: readonly Value[]): Parameter<Value> {
  return { read: (text) => values.find((value) => value === text), mustBe: `one of ${values.join(', ')}` };
}

const parameters: { [Key in Name]-?: Parameter<NonNullable<ListQuery[Key]>> } = {
  limit: {
    read: (text) => (/^[1-9]\d{0,2}$/.test(text) && Number(text) <= mostListed ? Number(text) : undefined),
    mustBe: `a whole number from 1 to ${mostListed}`,
  },
  after: { read: positionOf, mustBe: 'the next of an earlier page' },
  name: plainText,
  text: plainText,
  tag: plainText,
  status: { read: statusesOf, mustBe: `one or more of ${campaignStatuses.join(', ')}, with commas between` },
  review: oneOf(draftReviews),
  channel: oneOf(['email']),
  category: oneOf(['transactional', 'marketing']),
  createdFrom: moment,
  createdTo: moment,
  updatedFrom: moment,
  updatedTo: moment,
};

/**
 * Reads the query of a list: 100 unless told.
 * @throws Problem `InvalidRequest` for what is no parameter of this list, given twice or wrong.
 */
export function listQueryOf(query: Record<string, unknown>, names: readonly Name[]): ListQuery {
  const read: Record<string, unknown> = { limit: mostListed };
  for (const [given, text] of Object.entries(query)) {
    const name = names.find((one) => one === given);
    if (!name) throw invalid(`The list has no parameter ${given}; it has ${names.join(', ')}.`);
    const parameter = parameters[name];
    const value = typeof text === 'string' ? parameter.read(text) : undefined;
    if (value === undefined) throw invalid(`The parameter ${name} must be ${parameter.mustBe}, given once.`);
    read[name] = value;
  }
  return read as unknown as ListQuery;
}

function statusesOf(text: string): CampaignStatus[] | undefined {
  const wanted = text.split(',');
  const known = campaignStatuses.filter((status) => wanted.includes(status));
  return wanted.length === known.length ? known : undefined;
}

function invalid(detail: string): Problem {
  return new Problem(400, 'InvalidRequest', detail);
}
