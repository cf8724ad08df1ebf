import { describe, expect, it } from '@jest/globals';
import { readAudience } from './read-audience.js';

const rule = { combinator: 'and', rules: [{ field: 'homeAddress.city', operator: '=', value: 'Oslo' }] };
const byRule = { name: 'Oslo', kind: 'rule', rule };
const list = { name: 'Staff', kind: 'list', identities: [{ namespace: 'crmId', userId: 'ada' }] };
const pointersIn = (body: unknown) => {
  const read = readAudience(body);
  return 'faults' in read ? read.faults.map(({ pointer }) => pointer) : [];
};

describe('an audience as it is sent to us', () => {
  it('is a rule, of which only what decides is kept', () => {
    const edited = { id: 'root', ...rule };
    expect(readAudience({ ...byRule, rule: edited })).toEqual({ audience: byRule });
  });

  it('is a list of people', () => {
    expect(readAudience(list)).toEqual({ audience: list });
  });

  it.each([
    ['nothing', undefined, ['']],
    ['a text', 'Oslo', ['']],
    ['an empty object', {}, ['/name', '/kind']],
    ['a blank name', { ...list, name: ' ' }, ['/name']],
    ['a name too long', { ...list, name: 'x'.repeat(201) }, ['/name']],
    ['another kind', { ...list, kind: 'query' }, ['/kind']],
    ['a rule without its rule', { ...byRule, rule: undefined }, ['/rule']],
    ['a list without its list', { ...list, identities: undefined }, ['/identities']],
    ['a list with a rule', { ...list, rule }, ['/rule']],
    ['a rule with a list', { ...byRule, identities: [] }, ['/identities']],
    ['a member nobody knows', { ...byRule, description: 'x' }, ['/description']],
    ['faults in its rule', { ...byRule, rule: { ...rule, combinator: 'xor' } }, ['/rule/combinator']],
    [
      'faults in its list',
      { ...list, name: '', identities: [{}] },
      ['/name', '/identities/0/namespace', '/identities/0/userId'],
    ],
  ])('is refused for %s', (_, body, pointers) => {
    expect(pointersIn(body)).toEqual(pointers);
  });
});
