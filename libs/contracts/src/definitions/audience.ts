/**
 * Whom a marketing campaign is for. A *rule* is the JSON of react-querybuilder over profile attributes, asked anew for
 * each run; a *list* names its people.
 */
export type Audience = { kind: 'rule'; rule: RuleGroup } | { kind: 'list'; identities: ListedIdentity[] };

/** A person on a list. */
export interface ListedIdentity {
  namespace: string;
  userId: string;
}

/** Rules that must all (`and`) hold, or one of them at least (`or`). Without rules it holds for everyone. */
export interface RuleGroup {
  combinator: 'and' | 'or';
  /** The group must not hold. */
  not?: boolean;
  rules: (Rule | RuleGroup)[];
}

/** One comparison. An attribute that a profile does not have fulfils `null` and no other operator. */
export interface Rule {
  /** The path of a profile attribute, such as `homeAddress.city`. */
  field: string;
  operator: RuleOperator;
  /** A text, number or boolean; for `in` and `notIn` a list of them, or texts with commas between. */
  value?: unknown;
}

/** react-querybuilder's names of the operators that there are. */
export const ruleOperators = [
  '=',
  '!=',
  '<',
  '<=',
  '>',
  '>=',
  'contains',
  'beginsWith',
  'endsWith',
  'in',
  'notIn',
  'null',
  'notNull',
] as const;

export type RuleOperator = (typeof ruleOperators)[number];

/** Whether a member of a group is a group itself. */
export function isRuleGroup(rule: Rule | RuleGroup): rule is RuleGroup {
  return 'combinator' in rule;
}
