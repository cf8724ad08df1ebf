import { describe, expect, it } from '@jest/globals';
import { compileRequestTemplate, literalPrefix, type RequestScope } from './request-template.js';

const scope: RequestScope = {
  params: { units: 'metric', count: 3, isDry: false },
  campaign: { id: 'match-day', version: 2, name: 'Match day' },
  execution: { id: 'BMA-1', acceptedAt: '2026-06-12T16:00:00.000Z' },
  context: {
    city: 'São Paulo/Rio?&#',
    quote: 'a "b"\\\n',
    half: '\ud800',
    list: ['a', { b: 1 }],
    none: null,
    blank: '',
  },
};
const rendered = (source: string, kind: 'url' | 'json' | 'text') => compileRequestTemplate(source, kind)(scope);

describe('a template of a request', () => {
  it('knows params, campaign, execution and context', () => {
    const source =
      '{{params.units}} {{campaign.id}} {{campaign.version}} {{campaign.name}} {{execution.id}} {{context.city}}';
    expect(rendered(source, 'text')).toBe('metric match-day 2 Match day BMA-1 São Paulo/Rio?&#');
  });

  it('percent-encodes each value in a URL, and nothing else', () => {
    expect(rendered('https://a.example/x y/{{context.city}}?n={{params.count}}&d={{params.isDry}}', 'url')).toBe(
      'https://a.example/x y/S%C3%A3o%20Paulo%2FRio%3F%26%23?n=3&d=false',
    );
    expect(rendered('{{default context.nothing "a b"}}', 'url')).toBe('a%20b');
  });

  it('escapes a value in a body as what stands between quotes', () => {
    const body = rendered('{"quote":"{{context.quote}}","half":"{{context.half}}","count":{{params.count}} }', 'json');
    expect(JSON.parse(body)).toEqual({ quote: scope.context['quote'], half: '\ud800', count: 3 });
  });

  it('puts whole values into a body by {{{…}}}, null too', () => {
    const body = rendered(
      '{"list":{{{context.list}}},"quote":{{{context.quote}}},"none":{{{context.none}}},"or":{{{default context.x null}}} }',
      'json',
    );
    expect(JSON.parse(body)).toEqual({
      list: scope.context['list'],
      quote: scope.context['quote'],
      none: null,
      or: null,
    });
  });

  it('goes through lists in a body', () => {
    const source = '[{{#each context.list}}{{{this}}}{{#unless @last}},{{/unless}}{{/each}}]';
    expect(JSON.parse(rendered(source, 'json'))).toEqual(scope.context['list']);
  });

  it.each(['url', 'json', 'text'] as const)('fails in %s rather than leave a blank', (kind) => {
    expect(() => rendered('{{context.code}}', kind)).toThrow('There is no value for context.code');
    expect(() => rendered('{{context.none}}', kind)).toThrow('There is no value for context.none');
    expect(() => rendered('{{default context.a context.b}}', kind)).toThrow('There is no value for context.a');
    expect(() => rendered('{{profile.city}}', kind)).toThrow('There is no value for profile.city');
    expect(rendered('{{context.blank}}', kind)).toBe('');
  });

  it('fails where a whole value is missing', () => {
    expect(() => rendered('{{{context.code}}}', 'json')).toThrow('There is no value for context.code');
  });

  it.each(['url', 'json', 'text'] as const)('takes no object for a text in %s, and does not show it', (kind) => {
    const sentence = 'The value for context.list is an object or an array, where a text is needed';
    expect(() => rendered('{{context.list}}', kind)).toThrow(sentence);
  });

  it('takes no half of a surrogate pair into a URL', () => {
    expect(() => rendered('{{context.half}}', 'url')).toThrow('The value for context.half is no Unicode text');
  });

  it.each(['url', 'text'] as const)('refuses {{{…}}} in %s', (kind) => {
    expect(() => compileRequestTemplate('{{{context.city}}}', kind)).toThrow('{{{…}}} is for bodies only');
    expect(() => compileRequestTemplate('{{&context.city}}', kind)).toThrow('{{{…}}} is for bodies only');
    expect(() => compileRequestTemplate('{{#if context.city}}{{{context.city}}}{{/if}}', kind)).toThrow('bodies only');
  });
});

describe('what a template begins with', () => {
  it.each([
    ['https://a.example/x', 'https://a.example/x'],
    ['https://a.example/{{params.x}}/y', 'https://a.example/'],
    ['{{params.scheme}}://a.example/', ''],
    ['{{! a comment }}https://a.example/', ''],
    ['{{#if params.x}}https{{/if}}', ''],
    ['{{unfinished', ''],
    ['', ''],
  ])('is its text before the first place: %s', (source, prefix) => {
    expect(literalPrefix(source)).toBe(prefix);
  });
});
