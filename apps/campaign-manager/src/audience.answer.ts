import { ruleOperators, type RuleGroup } from '@clarion/contracts';
import { Type, type Static } from '@sinclair/typebox';
import { pageOf, written } from './answer-fields.js';

/** One comparison of a profile attribute. */
const comparison = {
  type: 'object',
  required: ['field', 'operator'],
  properties: { field: { type: 'string' }, operator: { type: 'string', enum: [...ruleOperators] }, value: {} },
};

/** Rules that must all hold, or one of them at least; they may be groups themselves. */
export const ruleGroup = Type.Unsafe<RuleGroup>({
  $id: 'RuleGroup',
  type: 'object',
  required: ['combinator', 'rules'],
  properties: {
    combinator: { type: 'string', enum: ['and', 'or'] },
    not: { type: 'boolean' },
    rules: { type: 'array', items: { anyOf: [comparison, { $ref: '#/components/schemas/RuleGroup' }] } },
  },
});

/** A person on a list. */
const identity = Type.Object({ namespace: Type.String(), userId: Type.String() });

const byRule = { name: Type.String(), kind: Type.Literal('rule'), rule: ruleGroup };
const byList = { name: Type.String(), kind: Type.Literal('list'), identities: Type.Array(identity) };

/** What an audience says. */
export const audience = Type.Union([Type.Object(byRule), Type.Object(byList)]);

const shown = { id: Type.String(), ...written };

/** An audience as the API shows it. */
export const audienceAnswer = Type.Union([Type.Object({ ...shown, ...byRule }), Type.Object({ ...shown, ...byList })], {
  $id: 'Audience',
});

export type AudienceAnswer = Static<typeof audienceAnswer>;

export const audiencesAnswer = pageOf({ audiences: Type.Array(audienceAnswer) }, 'Audiences');
