import { canBeStored } from '@clarion/service';
import type { RuleOperator } from '@clarion/contracts';

const maxValues = 10_000;

/** What is wrong with the value of a rule with this operator; `undefined` where nothing is. */
export function ruleValueFault(operator: RuleOperator, value: unknown): string | undefined {
  switch (operator) {
    case 'null':
    case 'notNull':
      return undefined;
    case 'in':
    case 'notIn':
      return isList(value)
        ? undefined
        : `must be a list of 1 to ${maxValues} texts, numbers or booleans, or texts with commas between`;
    default:
      return isSingle(value) ? undefined : 'must be a text, number or boolean';
  }
}

function isList(value: unknown): boolean {
  if (typeof value === 'string') {
    // One part more than may be: a text of nothing but commas is not taken apart.
    const texts = value.split(',', maxValues + 1);
    return texts.length <= maxValues && texts.some((text) => text.trim() !== '') && canBeStored(value);
  }
  return Array.isArray(value) && value.length > 0 && value.length <= maxValues && value.every(isSingle);
}

function isSingle(value: unknown): boolean {
  return ['string', 'number', 'boolean'].includes(typeof value) && canBeStored(value);
}
