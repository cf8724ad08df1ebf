import { canBeStored } from '@clarion/service';
import { isRuleGroup, type Rule, type RuleGroup, type RuleOperator } from '@clarion/contracts';
import { isAttributePath } from './attribute-path.js';

/** A value of JSON that a rule compares with. */
export type Scalar = string | number | boolean;

type Order = '<' | '<=' | '>' | '>=';

/** What a rule says of the attribute at `path`, with its value read for what it may mean. */
export type Comparison = { path: string[] } & (
  | { kind: 'isMissing' }
  | { kind: 'isPresent' }
  | { kind: 'isOneOf' | 'isNoneOf'; values: Scalar[] }
  /** A text attribute is compared with `text`, a number with `number`; where that is absent it does not hold. */
  | { kind: 'compares'; operator: Order; text?: string; number?: number }
  /** A pattern of SQL's `like`, in any case. */
  | { kind: 'isLike'; pattern: string }
);

/** A rule of an audience that can be asked of the database whatever it says. */
export type Condition =
  Comparison | { kind: 'group'; combinator: 'and' | 'or'; isNegated: boolean; conditions: Condition[] };

/** The rule cannot be read; the message is one sentence for people. */
export class MalformedRule extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'MalformedRule';
  }
}

/** Far above what the campaign-manager lets pass, far below what hurts Postgres. */
const most = { levels: 50, rules: 5_000 };

/**
 * Reads a rule. Inputs give texts, so a text that is a number (or `true`, `false`) also means that.
 * @throws MalformedRule
 */
export function conditionOf(rule: RuleGroup): Condition {
  let rules = 0;
  const read = (member: Rule | RuleGroup, level: number): Condition => {
    if (level > most.levels) throw new MalformedRule(`The rule is nested more than ${most.levels} levels deep.`);
    if (++rules > most.rules) throw new MalformedRule(`There are more than ${most.rules} rules.`);
    // It comes from JSON: only its kind was checked by the compiler.
    if (typeof member !== 'object' || (member as unknown) === null) throw new MalformedRule('A rule is not an object.');
    if (!isRuleGroup(member)) return comparisonOf(member);
    if (!['and', 'or'].includes(member.combinator)) throw new MalformedRule('A combinator is neither "and" nor "or".');
    if (!Array.isArray(member.rules)) throw new MalformedRule('A group has no list of rules.');
    const conditions = member.rules.map((below) => read(below, level + 1));
    return { kind: 'group', combinator: member.combinator, isNegated: member.not === true, conditions };
  };
  if (typeof rule !== 'object' || (rule as unknown) === null || !isRuleGroup(rule)) {
    throw new MalformedRule('The rule is no group.');
  }
  return read(rule, 1);
}

/** The fields that a condition reads, each once. */
export function fieldsOf(condition: Condition): string[] {
  if (condition.kind !== 'group') return [condition.path.join('.')];
  return [...new Set(condition.conditions.flatMap(fieldsOf))];
}

function comparisonOf({ field, operator, value }: Rule): Condition {
  const path = pathOf(field);
  const read = Object.hasOwn(readers, operator) ? readers[operator] : undefined;
  if (!read) throw new MalformedRule(`There is no operator ${JSON.stringify(operator)}.`);
  return { ...read(value, field), path };
}

function pathOf(field: unknown): string[] {
  if (isAttributePath(field)) return field.split('.');
  throw new MalformedRule(`The field ${JSON.stringify(field)} is not the path of an attribute.`);
}

type Reader = (value: unknown, field: string) => DistributiveOmit<Comparison, 'path'>;
type DistributiveOmit<Union, Key extends PropertyKey> = Union extends unknown ? Omit<Union, Key> : never;

const readers: Record<RuleOperator, Reader> = {
  '=': (value, field) => ({ kind: 'isOneOf', values: meaningsOf(value, field) }),
  '!=': (value, field) => ({ kind: 'isNoneOf', values: meaningsOf(value, field) }),
  in: (value, field) => ({ kind: 'isOneOf', values: listOf(value, field) }),
  notIn: (value, field) => ({ kind: 'isNoneOf', values: listOf(value, field) }),
  '<': compares('<'),
  '<=': compares('<='),
  '>': compares('>'),
  '>=': compares('>='),
  contains: (value, field) => ({ kind: 'isLike', pattern: `%${literal(value, field)}%` }),
  beginsWith: (value, field) => ({ kind: 'isLike', pattern: `${literal(value, field)}%` }),
  endsWith: (value, field) => ({ kind: 'isLike', pattern: `%${literal(value, field)}` }),
  null: () => ({ kind: 'isMissing' }),
  notNull: () => ({ kind: 'isPresent' }),
};

function compares(operator: Order): Reader {
  return (value, field) => {
    const scalar = scalarOf(value, field, ['string', 'number']);
    const number = numberOf(scalar);
    return {
      kind: 'compares',
      operator,
      ...(typeof scalar === 'string' && { text: scalar }),
      ...(number !== undefined && { number }),
    };
  };
}

function listOf(value: unknown, field: string): Scalar[] {
  if (Array.isArray(value)) return value.flatMap((item) => meaningsOf(item, field));
  if (typeof value !== 'string') throw new MalformedRule(`The value for "${field}" is not a list.`);
  const items = value.split(',').map((item) => item.trim());
  return items.filter((item) => item !== '').flatMap((item) => meaningsOf(item, field));
}

/** The value itself, and for a text also the number or boolean that it spells. */
function meaningsOf(value: unknown, field: string): Scalar[] {
  const scalar = scalarOf(value, field, ['string', 'number', 'boolean']);
  if (typeof scalar !== 'string') return [scalar];
  const number = numberOf(scalar);
  const boolean = scalar === 'true' || scalar === 'false' ? [scalar === 'true'] : [];
  return [scalar, ...(number === undefined ? [] : [number]), ...boolean];
}

function numberOf(value: Scalar): number | undefined {
  if (typeof value === 'number') return value;
  if (typeof value !== 'string' || !/^\s*[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?\s*$/i.test(value)) return undefined;
  return Number.isFinite(Number(value)) ? Number(value) : undefined;
}

/** The text for a pattern of `like`, without what has a meaning there. */
function literal(value: unknown, field: string): string {
  return String(scalarOf(value, field, ['string', 'number'])).replace(/[\\%_]/g, '\\$&');
}

function scalarOf(value: unknown, field: string, types: ('string' | 'number' | 'boolean')[]): Scalar {
  if ((types as string[]).includes(typeof value) && canBeStored(value)) return value as Scalar;
  throw new MalformedRule(`The value for "${field}" cannot be compared.`);
}
