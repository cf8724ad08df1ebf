import type { Category } from '@clarion/contracts';
import { isInstant, isPlainText, plainTextSchema, Problem } from '@clarion/service';
import { Type, type TProperties, type TSchema } from '@sinclair/typebox';
import { oneOf as schemaOneOf } from './answer-fields.js';
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

/** Every list has these parameters. */
export const pageParameters = ['limit', 'after'] as const;

/** Lists of definitions have these parameters. */
export const commonParameters = [
  ...pageParameters,
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
  schema: TSchema;
  /** `undefined` where the text is none. */
  read(text: string): Value | undefined;
  mustBe: string;
}

const longestText = 200;
const mostListed = 100;

const plainText = (description: string): Parameter<string> => ({
  schema: Type.Unsafe<string>({
    ...plainTextSchema({ maxLength: longestText, mayBeBlank: true }),
    minLength: 1,
    description,
  }),
  read: (text) => (text !== '' && text.length <= longestText && isPlainText(text) ? text : undefined),
  mustBe: `a text of 1 to ${longestText} characters without control characters`,
});

const moment = (description: string): Parameter<Date> => ({
  schema: Type.String({ format: 'date-time', description }),
  read: (text) => (isInstant(text) ? new Date(text) : undefined),
  mustBe: 'a time such as 2026-05-01T08:00:00Z',
});

function oneOf<Value extends string>(values: readonly Value[]): Parameter<Value> {
  return {
    schema: schemaOneOf(values),
    read: (text) => values.find((value) => value === text),
    mustBe: `one of ${values.join(', ')}`,
  };
}

const parameters: { [Key in Name]-?: Parameter<NonNullable<ListQuery[Key]>> } = {
  limit: {
    schema: Type.Integer({ minimum: 1, maximum: mostListed, default: mostListed }),
    read: (text) => (/^[1-9]\d{0,2}$/.test(text) && Number(text) <= mostListed ? Number(text) : undefined),
    mustBe: `a whole number from 1 to ${mostListed}`,
  },
  after: {
    schema: Type.String({ description: 'The `next` of an earlier page.' }),
    read: positionOf,
    mustBe: 'the next of an earlier page',
  },
  name: plainText('This very name.'),
  text: plainText('What the name or the description has in it, in capitals or not.'),
  tag: plainText('A tag that it has.'),
  status: {
    schema: Type.String({ description: `One or more of ${campaignStatuses.join(', ')}, with commas between.` }),
    read: statusesOf,
    mustBe: `one or more of ${campaignStatuses.join(', ')}, with commas between`,
  },
  review: oneOf(draftReviews),
  channel: oneOf(['email']),
  category: oneOf(['transactional', 'marketing']),
  createdFrom: moment('Made from this moment on.'),
  createdTo: moment('Made before this moment.'),
  updatedFrom: moment('Changed last from this moment on.'),
  updatedTo: moment('Changed last before this moment.'),
};

/** The parameters of a list, as its description has them. */
export function describedParameters(names: readonly Name[]): TProperties {
  return Object.fromEntries(names.map((name) => [name, Type.Optional(parameters[name].schema)]));
}

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
