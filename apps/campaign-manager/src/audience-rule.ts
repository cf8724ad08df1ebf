import { isRuleGroup, ruleOperators, type Rule, type RuleGroup, type RuleOperator } from '@clarion/contracts';
import { attributePathRule, isAttributePath } from './attribute-path.js';
import type { Fault } from './fault.js';
import { isObject, type JsonObject } from './json-object.js';
import { ruleSizeFault } from './rule-size.js';
import { ruleValueFault } from './rule-value.js';

/**
 * All that is wrong with what should be a rule (react-querybuilder's JSON), with pointers from its top. Members that
 * only its editor needs, such as `id`, may be there; those that would change what it says, such as `muted`, may not.
 */
export function ruleFaults(rule: unknown): Fault[] {
  if (!isObject(rule)) return [{ pointer: '', detail: 'must be a group of rules' }];
  const sizeFault = ruleSizeFault(rule);
  return sizeFault ? [sizeFault] : groupFaults(rule, '');
}

/** What decides in a rule that has no faults. */
export function essentialRule({ combinator, not, rules }: RuleGroup): RuleGroup {
  return {
    combinator,
    ...(not !== undefined && { not }),
    rules: rules.map((member) => (isRuleGroup(member) ? essentialRule(member) : essentialComparison(member))),
  };
}

function essentialComparison({ field, operator, value }: Rule): Rule {
  return operator === 'null' || operator === 'notNull' ? { field, operator } : { field, operator, value };
}

function groupFaults(group: JsonObject, pointer: string): Fault[] {
  const { combinator, not, rules } = group;
  const faults = mutedFaults(group, pointer);
  if (combinator !== 'and' && combinator !== 'or')
    faults.push({ pointer: `${pointer}/combinator`, detail: 'must be and, or or' });
  if (not !== undefined && typeof not !== 'boolean')
    faults.push({ pointer: `${pointer}/not`, detail: 'must be true or false' });
  if (!Array.isArray(rules)) return [...faults, { pointer: `${pointer}/rules`, detail: 'must be a list of rules' }];
  return [...faults, ...rules.flatMap((member, index) => memberFaults(member, `${pointer}/rules/${index}`))];
}

function memberFaults(member: unknown, pointer: string): Fault[] {
  if (!isObject(member)) return [{ pointer, detail: 'must be a rule or a group of rules' }];
  return 'combinator' in member || 'rules' in member ? groupFaults(member, pointer) : comparisonFaults(member, pointer);
}

function comparisonFaults(rule: JsonObject, pointer: string): Fault[] {
  const { field, operator, value, valueSource, match } = rule;
  const faults = mutedFaults(rule, pointer);
  const fault = (member: string, detail: string) => faults.push({ pointer: `${pointer}/${member}`, detail });
  if (!isAttributePath(field)) fault('field', attributePathRule);
  if (!isOperator(operator)) fault('operator', `must be one of ${ruleOperators.join(', ')}`);
  if (valueSource !== undefined && valueSource !== 'value') fault('valueSource', 'must be value');
  if (match !== undefined) fault('match', 'is not supported');
  const valueFault = isOperator(operator) ? ruleValueFault(operator, value) : undefined;
  if (valueFault !== undefined) fault('value', valueFault);
  return faults;
}

/** react-querybuilder leaves what is muted out of what it exports: neither keeping nor dropping it would be meant. */
function mutedFaults({ muted }: JsonObject, pointer: string): Fault[] {
  if (muted === undefined || muted === false) return [];
  return [{ pointer: `${pointer}/muted`, detail: 'What is muted must be left out.' }];
}

function isOperator(operator: unknown): operator is RuleOperator {
  return ruleOperators.some((known) => known === operator);
}
