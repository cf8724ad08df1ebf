import type { Variant } from '@clarion/contracts';
import { describe, expect, it } from '@jest/globals';
import { contentFaults } from './review-content.js';

const variant: Variant = { treatment: 'A', locale: 'en', subject: 'Hi', html: '<p>{{context.link}}</p>' };
const contentOf = (...changed: Partial<Variant>[]) => changed.map((one) => ({ ...variant, ...one }));
const sourceOf = (...ids: string[]) => ({
  mapping: { arrayPath: '', columns: ids.map((id) => ({ id, key: id, type: 'text' as const })) },
  join: { kind: 'all' as const },
});
const sources = new Map([
  ['lineup', sourceOf('name')],
  ['weather', sourceOf('text')],
]);
const faultsIn = (...changed: Partial<Variant>[]) => contentFaults(contentOf(...changed), sources);
const pointersIn = (...changed: Partial<Variant>[]) => faultsIn(...changed).map((fault) => fault.pointer);

describe('the review of content', () => {
  it.each(['subject', 'html', 'text'])('points at a %s that is no template', (member) => {
    expect(pointersIn({}, { locale: 'de', [member]: 'Hello {{#if}' })).toEqual([`/content/1/${member}`]);
  });

  it('says what is wrong with a template, and where in it', () => {
    const [fault] = faultsIn({ html: 'Hello {{shout context.name}}' });
    expect(fault?.detail).toMatch(/"shout".*1:6/);
  });

  it('refuses a blank subject', () => {
    expect(pointersIn({ subject: ' \u00a0' })).toEqual(['/content/0/subject']);
  });

  it.each([undefined, '', '\n '])('refuses a message without html whose text is %j', (text) => {
    expect(pointersIn({ html: ' ', ...(text !== undefined && { text }) })).toEqual(['/content/0/html']);
  });

  it('passes a message that has only a text', () => {
    expect(pointersIn({ html: '', text: 'Hi' })).toEqual([]);
  });

  it('refuses a variant whose treatment and locale were there before, in whatever spelling', () => {
    expect(faultsIn({ locale: 'en-US' }, { locale: 'en' }, { locale: 'EN-us' }, { locale: 'en-US' })).toEqual([
      { pointer: '/content/2', detail: 'Treatment and locale are those of /content/0.' },
      { pointer: '/content/3', detail: 'Treatment and locale are those of /content/0.' },
    ]);
  });

  it('takes the same locale in another treatment for another variant', () => {
    expect(pointersIn({ treatment: 'A' }, { treatment: 'B' })).toEqual([]);
  });

  it('passes templates that read the rows of the data sources of the campaign', () => {
    const html = '{{#each data.lineup}}{{lineNum}} {{name}}{{/each}} {{data.weather.[0].text}}';
    expect(faultsIn({ html })).toEqual([]);
  });

  it('refuses templates that read rows of something else, once for each', () => {
    const html = '{{#each data.offers}}{{/each}} {{#if data.offers}}{{data.lineup.[0].name}}{{/if}}';
    expect(faultsIn({ subject: '{{data.coupons.[0].code}}', html })).toEqual([
      { pointer: '/content/0/subject', detail: '"coupons" in data.coupons.0.code is no data source of the campaign.' },
      { pointer: '/content/0/html', detail: '"offers" in data.offers is no data source of the campaign.' },
    ]);
  });

  it('refuses templates that read a column that the rows do not have', () => {
    const html = '{{#each data.lineup}}{{name}} {{act}}{{/each}} {{data.weather.0.temperatureC}}';
    expect(faultsIn({ html })).toEqual([
      { pointer: '/content/0/html', detail: '"act" in data.lineup.[].act is no column of the data source.' },
      {
        pointer: '/content/0/html',
        detail: '"temperatureC" in data.weather.0.temperatureC is no column of the data source.',
      },
    ]);
  });

  it('refuses templates that read what no message knows', () => {
    expect(faultsIn({ text: 'Hi {{firstName}}, {{#each recipients}}{{/each}}' })).toEqual([
      { pointer: '/content/0/text', detail: 'firstName begins with none of context, profile, data and links.' },
      { pointer: '/content/0/text', detail: 'recipients begins with none of context, profile, data and links.' },
    ]);
  });
});
