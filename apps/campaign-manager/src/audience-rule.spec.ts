import { ruleOperators, type RuleGroup, type RuleOperator } from '@clarion/contracts';
import { describe, expect, it } from '@jest/globals';
import { essentialRule, ruleFaults } from './audience-rule.js';

const inOslo = { field: 'homeAddress.city', operator: '=', value: 'Oslo' };
const group = (...rules: unknown[]) => ({ combinator: 'and', rules });
const pointersIn = (rule: unknown) => ruleFaults(rule).map(({ pointer }) => pointer);
const nested = (levels: number): unknown => (levels === 1 ? group(inOslo) : group(nested(levels - 1)));

describe('the rule of an audience', () => {
  it('may combine rules and groups of rules', () => {
    const either = { combinator: 'or', not: true, rules: [inOslo, { field: 'age', operator: '>=', value: 18 }] };
    expect(ruleFaults(group(inOslo, either))).toEqual([]);
  });

  it('may be without rules: it is everyone then', () => {
    expect(ruleFaults(group())).toEqual([]);
  });

  it.each([
    ['no group', inOslo, ['/combinator', '/rules']],
    ['nothing', null, ['']],
    ['a list', [inOslo], ['']],
    ['another combinator', { combinator: 'xor', rules: [] }, ['/combinator']],
    ['a group without rules', { combinator: 'and' }, ['/rules']],
    ['a "not" that is neither true nor false', { ...group(), not: 'yes' }, ['/not']],
    ['combinators between rules', { rules: [inOslo, 'and', inOslo] }, ['/combinator', '/rules/1']],
    ['rules that are none', group(null, 7, []), ['/rules/0', '/rules/1', '/rules/2']],
    ['an empty rule', group({}), ['/rules/0/field', '/rules/0/operator']],
    ['a field that is no path', group({ ...inOslo, field: 'home..city' }), ['/rules/0/field']],
    ['an operator that there is not', group({ ...inOslo, operator: 'between' }), ['/rules/0/operator']],
    ['a comparison of two fields', group({ ...inOslo, valueSource: 'field' }), ['/rules/0/valueSource']],
    ['a match over a list', group({ ...inOslo, match: { mode: 'all' } }), ['/rules/0/match']],
    ['a rule that is muted', group({ ...inOslo, muted: true }), ['/rules/0/muted']],
    ['a group that is muted', group({ ...group(inOslo), muted: true }), ['/rules/0/muted']],
    ['faults within', group(inOslo, group({ ...inOslo, field: '' })), ['/rules/1/rules/0/field']],
  ])('is refused for %s', (_, rule, pointers) => {
    expect(pointersIn(rule)).toEqual(pointers);
  });

  it('names the operators that there are', () => {
    const [fault] = ruleFaults(group({ ...inOslo, operator: 'between' }));
    expect(fault?.detail).toContain(ruleOperators.join(', '));
  });

  it('has at most 10 levels', () => {
    expect(ruleFaults(nested(10))).toEqual([]);
    expect(pointersIn(nested(11))).toEqual(['/rules/0'.repeat(10)]);
  });

  it('has at most 500 rules, in however many groups, and as many groups', () => {
    const of = (count: number, member: unknown) => Array.from({ length: count }, () => member);
    expect(ruleFaults(group(...of(5, group(...of(100, inOslo)))))).toEqual([]);
    expect(pointersIn(group(inOslo, ...of(5, group(...of(100, inOslo)))))).toEqual(['']);
    expect(ruleFaults(group(...of(499, group())))).toEqual([]);
    expect(pointersIn(group(...of(500, group())))).toEqual(['']);
  });

  it('is read to its limits, however large it is', () => {
    expect(pointersIn({ combinator: 'and', rules: new Array(1_000_000).fill(null) })).toEqual(['']);
    expect(pointersIn(nested(5_000))).toEqual(['/rules/0'.repeat(10)]);
  });
});

describe('the value of a rule', () => {
  const faultsOf = (operator: RuleOperator, value: unknown) => pointersIn(group({ field: 'city', operator, value }));
  const lists = ['in', 'notIn'] as const;
  const none = ['null', 'notNull'] as const;
  const single = ruleOperators.filter((operator) => ![...lists, ...none].some((other) => other === operator));

  it.each(single)('is a text, number or boolean for %s', (operator) => {
    for (const value of ['Oslo', '', 18, 0.5, true]) expect(faultsOf(operator, value)).toEqual([]);
    for (const value of [undefined, null, ['Oslo'], {}, 'nul \0', 'half \ud83d', Infinity])
      expect(faultsOf(operator, value)).toEqual(['/rules/0/value']);
  });

  it.each(lists)('is a list, or texts with commas between, for %s', (operator) => {
    for (const value of [['Oslo', 7, true], 'Oslo', 'Oslo, Bergen', ['']])
      expect(faultsOf(operator, value)).toEqual([]);
    for (const value of [undefined, null, [], '', ' , ', 7, true, [null], [['Oslo']], ['nul \0'], 'nul \0', {}])
      expect(faultsOf(operator, value)).toEqual(['/rules/0/value']);
  });

  it.each(lists)('is a list of at most 10,000 for %s', (operator) => {
    const list = Array.from({ length: 10_001 }, (_, n) => n);
    expect(faultsOf(operator, list.slice(1))).toEqual([]);
    expect(faultsOf(operator, list)).toEqual(['/rules/0/value']);
    expect(faultsOf(operator, list.join())).toEqual(['/rules/0/value']);
  });

  it.each(none)('does not matter for %s', (operator) => {
    for (const value of [undefined, null, '', {}]) expect(faultsOf(operator, value)).toEqual([]);
  });
});

describe('what is kept of a rule', () => {
  it('is what decides, without what only its editor needs', () => {
    const rule = {
      id: 'root',
      combinator: 'or',
      not: false,
      disabled: true,
      rules: [
        { id: '1', path: [0], ...inOslo, valueSource: 'value', inputType: 'text', muted: false },
        { id: '2', field: 'city', operator: 'null', value: '' },
        { id: '3', combinator: 'and', rules: [{ id: '4', field: 'age', operator: 'in', value: [18, 19] }] },
      ],
    };
    expect(ruleFaults(rule)).toEqual([]);
    expect(essentialRule(rule as RuleGroup)).toEqual({
      combinator: 'or',
      not: false,
      rules: [
        inOslo,
        { field: 'city', operator: 'null' },
        { combinator: 'and', rules: [{ field: 'age', operator: 'in', value: [18, 19] }] },
      ],
    });
  });
});
