import { describe, expect, it } from '@jest/globals';
import { requestTemplateFault } from './request-template.js';

const faultIn = (source: unknown, kind: 'url' | 'json' | 'text' = 'json') =>
  requestTemplateFault(source, { kind, maxLength: 200 });

describe('a template of a request', () => {
  it.each([
    '',
    'plain',
    '{"a":"{{params.a.b}}","b":{{{context.list}}} }',
    '{{campaign.id}} {{campaign.version}} {{campaign.name}} {{execution.id}} {{execution.acceptedAt}}',
    '{{#each context.list}}{{name}}{{@index}}{{/each}}',
    '{{default context.a params.b}}',
    '{{#each campaign}}{{this}}{{/each}}',
    '{{#with context}}{{a}}{{../params.b}}{{/with}}',
  ])('may be %s', (source) => {
    expect(faultIn(source)).toBeUndefined();
  });

  it.each([
    ['{{profile.name}}', 'reads profile.name, which begins with none of params, campaign, execution, context'],
    [
      '{{#each data.lineup}}{{x}}{{/each}}',
      'reads data.lineup, which begins with none of params, campaign, execution, context',
    ],
    ['{{default context.a name}}', 'reads name, which begins with none of params, campaign, execution, context'],
    ['{{campaign.owner}}', 'reads campaign.owner, but campaign has only id, version, name'],
    ['{{#with campaign}}{{owner}}{{/with}}', 'reads campaign.owner, but campaign has only id, version, name'],
    ['{{execution.profile}}', 'reads execution.profile, but execution has only id, acceptedAt'],
  ])('does not read what a request does not know: %s', (source, fault) => {
    expect(faultIn(source)).toBe(fault);
  });

  it.each([
    ['{\n"a": {{#if context.a}}1', 'is no template: The template ends too early (line and column 2:23)'],
    ['{{shout context.a}}', 'is no template: There is no helper "shout" (line and column 1:0)'],
    ['a\n{{> header}}', 'is no template: Partials are not part of the language (line and column 2:0)'],
  ])('says at which line and column %j is none', (source, fault) => {
    expect(faultIn(source)).toBe(fault);
  });

  it('puts whole values into bodies only', () => {
    expect(faultIn('{{{context.list}}}')).toBeUndefined();
    expect(faultIn('{{{context.list}}}', 'text')).toBe('is no template: {{{…}}} is for bodies only');
  });

  it.each([7, null, undefined, {}, 'a\0', 'a'.repeat(201)])('is not %j', (source) => {
    expect(faultIn(source)).toBe('must be a template of at most 200 characters, without NUL characters');
  });
});
