import type { RuleGroup } from '@clarion/contracts';
import { describe, expect, it } from '@jest/globals';
import { conditionOf, fieldsOf, MalformedRule, type Condition } from './audience-condition.js';

const path = ['homeAddress', 'city'];
const one = (operator: unknown, value?: unknown, field: unknown = 'homeAddress.city') =>
  conditionOf({ combinator: 'and', rules: [{ field, operator, value }] } as RuleGroup);
const group = (conditions: Condition[], isNegated = false): Condition => ({
  kind: 'group',
  combinator: 'and',
  isNegated,
  conditions,
});

describe('a rule of an audience', () => {
  it.each([
    ['=', 'Oslo', { kind: 'isOneOf', values: ['Oslo'] }],
    ['=', 7, { kind: 'isOneOf', values: [7] }],
    ['=', false, { kind: 'isOneOf', values: [false] }],
    ['=', '7.50', { kind: 'isOneOf', values: ['7.50', 7.5] }],
    ['=', 'true', { kind: 'isOneOf', values: ['true', true] }],
    ['!=', 'Oslo', { kind: 'isNoneOf', values: ['Oslo'] }],
    ['in', ['Oslo', 3], { kind: 'isOneOf', values: ['Oslo', 3] }],
    ['in', 'Oslo, Rome,,3', { kind: 'isOneOf', values: ['Oslo', 'Rome', '3', 3] }],
    ['in', [], { kind: 'isOneOf', values: [] }],
    ['notIn', 'Oslo', { kind: 'isNoneOf', values: ['Oslo'] }],
    ['<', '2020-01-31', { kind: 'compares', operator: '<', text: '2020-01-31' }],
    ['>=', '18', { kind: 'compares', operator: '>=', text: '18', number: 18 }],
    ['>', 18, { kind: 'compares', operator: '>', number: 18 }],
    ['<=', '', { kind: 'compares', operator: '<=', text: '' }],
    ['contains', '50%_\\', { kind: 'isLike', pattern: '%50\\%\\_\\\\%' }],
    ['beginsWith', 'Os', { kind: 'isLike', pattern: 'Os%' }],
    ['endsWith', 7, { kind: 'isLike', pattern: '%7' }],
    ['null', undefined, { kind: 'isMissing' }],
    ['notNull', 'whatever', { kind: 'isPresent' }],
  ])('with %s %j is understood', (operator, value, condition) => {
    expect(one(operator, value)).toEqual(group([{ ...condition, path } as Condition]));
  });

  it('takes a text for a number only where it is one, and not a boundless one', () => {
    for (const text of ['0x10', 'Infinity', '1e999999', ' ', '1,5', '-', 'NaN', '1'.repeat(400)]) {
      expect(one('=', text)).toEqual(group([{ kind: 'isOneOf', path, values: [text] }]));
    }
    expect(one('=', ' -1.5e3 ')).toEqual(group([{ kind: 'isOneOf', path, values: [' -1.5e3 ', -1500] }]));
  });

  it('may be nested and negated', () => {
    const inner: RuleGroup = { combinator: 'and', not: true, rules: [{ field: 'a', operator: 'null' }] };
    expect(conditionOf({ combinator: 'or', rules: [inner] })).toEqual({
      kind: 'group',
      combinator: 'or',
      isNegated: false,
      conditions: [group([{ kind: 'isMissing', path: ['a'] }], true)],
    });
  });

  it.each([
    ['an operator that there is not', () => one('between', 'x'), /operator "between"/],
    ['an operator that is no text', () => one({}, 'x'), /operator/],
    ['the name of something of JavaScript', () => one('constructor', 'x'), /operator "constructor"/],
    ['no value', () => one('='), /value for "homeAddress.city"/],
    ['an object as value', () => one('!=', {}), /value/],
    ['a list where one value is needed', () => one('=', ['a']), /value/],
    ['a list of lists', () => one('in', [['a']]), /value/],
    ['a number where a list is needed', () => one('in', 5), /list/],
    ['a boolean that is compared', () => one('<', true), /value/],
    ['a boolean that is searched in', () => one('contains', true), /value/],
    ['a value that no attribute can have', () => one('=', 'nul \0'), /value/],
    ['no field', () => one('=', 'x', null), /field/],
    ['an empty field', () => one('=', 'x', ''), /field/],
    ['a field with an empty name', () => one('=', 'x', 'a..b'), /field "a..b"/],
    ['a field that no attribute can have', () => one('=', 'x', 'half \ud83d'), /field/],
  ])('is malformed with %s', (_, read, message) => {
    expect(read).toThrow(MalformedRule);
    expect(read).toThrow(message);
  });

  it.each([
    [null],
    ['and'],
    [{ combinator: 'xor', rules: [] }],
    [{ combinator: 'and' }],
    [{ combinator: 'and', rules: ['and'] }],
    [{ combinator: 'and', rules: [null] }],
  ])('is malformed as %j', (rule) => {
    expect(() => conditionOf(rule as unknown as RuleGroup)).toThrow(MalformedRule);
  });

  it('is refused, not run into, when it is nested without end or has rules without end', () => {
    const leaf: RuleGroup = { combinator: 'and', rules: [] };
    const deep = Array.from({ length: 10_000 }).reduce<RuleGroup>(
      (below) => ({ combinator: 'and', rules: [below] }),
      leaf,
    );
    expect(() => conditionOf(deep)).toThrow(/nested/);
    const rule = { field: 'a', operator: 'null' } as const;
    expect(() => conditionOf({ combinator: 'and', rules: Array.from({ length: 10_000 }, () => rule) })).toThrow(
      /rules/,
    );
  });
});

describe('the fields of a rule', () => {
  it('are named once each, in their order', () => {
    const rules = ['b.c', 'a', 'b.c'].map((field) => ({ field, operator: 'null' }) as const);
    expect(fieldsOf(conditionOf({ combinator: 'or', rules: [{ combinator: 'and', rules }] }))).toEqual(['b.c', 'a']);
  });
});
