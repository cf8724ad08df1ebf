import type { Variant } from '@clarion/contracts';
import { describe, expect, it } from '@jest/globals';
import { errorsAmong, finding } from './finding.js';
import { contentFindings } from './review-content.js';

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
const findingsIn = (...changed: Partial<Variant>[]) => contentFindings(contentOf(...changed), sources);
const errorsIn = (...changed: Partial<Variant>[]) => errorsAmong(findingsIn(...changed));
const pointersIn = (...changed: Partial<Variant>[]) => errorsIn(...changed).map((error) => error.pointer);
const warningsIn = (...changed: Partial<Variant>[]) =>
  findingsIn(...changed)
    .filter(({ severity }) => severity === 'warning')
    .map(({ code, pointer }) => [code, pointer]);

describe('the review of content', () => {
  it.each(['subject', 'html', 'text'])('points at a %s that is no template', (member) => {
    expect(pointersIn({}, { locale: 'de', [member]: 'Hello {{#if}' })).toEqual([`/content/1/${member}`]);
  });

  it('says what is wrong with a template, and where in it', () => {
    const [fault] = errorsIn({ html: 'Hello {{shout context.name}}' });
    expect(fault).toMatchObject({ code: 'TemplateInvalid', detail: expect.stringMatching(/"shout".*1:6/) });
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
    expect(errorsIn({ locale: 'en-US' }, { locale: 'en' }, { locale: 'EN-us' }, { locale: 'en-US' })).toEqual([
      finding('VariantRepeated', '/content/2', 'Treatment and locale are those of /content/0.'),
      finding('VariantRepeated', '/content/3', 'Treatment and locale are those of /content/0.'),
    ]);
  });

  it('takes the same locale in another treatment for another variant', () => {
    expect(pointersIn({ treatment: 'A' }, { treatment: 'B' })).toEqual([]);
  });

  it('passes templates that read the rows of the data sources of the campaign', () => {
    const html = '{{#each data.lineup}}{{lineNum}} {{name}}{{/each}} {{data.weather.[0].text}}';
    expect(errorsIn({ html })).toEqual([]);
  });

  it('refuses templates that read rows of something else, once for each', () => {
    const html = '{{#each data.offers}}{{/each}} {{#if data.offers}}{{data.lineup.[0].name}}{{/if}}';
    expect(errorsIn({ subject: '{{data.coupons.[0].code}}', html })).toEqual([
      finding(
        'PathUnknown',
        '/content/0/subject',
        '"coupons" in data.coupons.0.code is no data source of the campaign.',
      ),
      finding('PathUnknown', '/content/0/html', '"offers" in data.offers is no data source of the campaign.'),
    ]);
  });

  it('refuses templates that read a column that the rows do not have', () => {
    const html = '{{#each data.lineup}}{{name}} {{act}}{{/each}} {{data.weather.0.temperatureC}}';
    expect(errorsIn({ html })).toEqual([
      finding('ColumnUnknown', '/content/0/html', '"act" in data.lineup.[].act is no column of the data source.'),
      finding(
        'ColumnUnknown',
        '/content/0/html',
        '"temperatureC" in data.weather.0.temperatureC is no column of the data source.',
      ),
    ]);
  });

  it('refuses templates that read what no message knows', () => {
    expect(errorsIn({ text: 'Hi {{firstName}}, {{#each recipients}}{{/each}}' })).toEqual([
      finding('PathUnknown', '/content/0/text', 'firstName begins with none of context, profile, data and links.'),
      finding('PathUnknown', '/content/0/text', 'recipients begins with none of context, profile, data and links.'),
    ]);
  });

  it('warns of html without a text beside it, and of none where there is both or only a text', () => {
    expect(warningsIn({}, { locale: 'de', text: 'Hallo' }, { locale: 'fr', html: '', text: 'Salut' })).toEqual([
      ['TextMissing', '/content/0/text'],
    ]);
  });

  it('warns of html of more than 100 KB, counted in bytes', () => {
    const html = 'é'.repeat(51_200);
    expect(warningsIn({ html, text: 'x' }, { locale: 'de', html: `${html}x`, text: 'x' })).toEqual([
      ['HtmlTooLarge', '/content/1/html'],
    ]);
  });
});
