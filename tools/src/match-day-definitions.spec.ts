import { compileTemplate, TemplateError, type Scope } from '@clarion/personalization';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { fanProfiles } from './fans.js';
import { matchDayDefinitions, type MatchDayDefinitions } from './match-day-definitions.js';

const lineup = [
  { lineNum: 1, position: 1, time: '18:00', act: 'Nova Lights', stage: 'Main Stage' },
  { lineNum: 2, position: 2, time: '18:45', act: 'The Harbour Choir', stage: 'River Stage' },
];
const unsubscribe = 'https://mail.example.com/u/1';
const weatherIn = (region: string) => [{ lineNum: 1, region, condition: 'partly cloudy', temperatureC: 0 }];

describe('the mail of Match day', () => {
  let demo: MatchDayDefinitions;

  beforeAll(async () => {
    demo = await matchDayDefinitions('http://127.0.0.1:4010');
  });

  function mail(locale: string, scope: Omit<Scope, 'links'>) {
    const variant = demo.campaign.content.find((one) => one.locale === locale);
    const render = (source: string, kind: 'html' | 'text') =>
      compileTemplate(source, kind)({ ...scope, links: { unsubscribe } });
    return {
      subject: render(variant?.subject ?? '', 'text'),
      html: render(variant?.html ?? '', 'html'),
      text: render(variant?.text ?? '', 'text'),
    };
  }

  it('greets each fan in their language, with the line-up and the weather of their city', async () => {
    for (const { attributes, language } of await fanProfiles()) {
      const { city } = attributes.homeAddress;
      const { subject, html, text } = mail(language, {
        context: {},
        profile: attributes,
        data: { lineup, weather: weatherIn(city) },
      });
      const { firstName } = attributes.person.name;
      expect(subject).toContain(`0 °C ${language === 'es' ? 'en' : 'in'} ${city}`);
      for (const part of [html, text]) {
        expect(part).toContain(firstName);
        expect(part).toContain(city);
        expect(part).toContain('partly cloudy');
        expect(part).toMatch(/18:00\s[^]*Nova Lights[^]*Main Stage[^]*18:45\s[^]*The Harbour Choir[^]*River Stage/);
        expect(part).toContain(language === 'es' ? 'nuestra afición' : 'our fans');
        expect(part).toContain(unsubscribe);
        expect(part).not.toContain('{{');
      }
    }
  });

  it.each(['en', 'es'])('is not written in %s without a row of weather', (locale) => {
    const profile = { person: { name: { firstName: 'Ada' } }, homeAddress: { city: 'Oslo' } };
    expect(() => mail(locale, { context: {}, profile, data: { lineup, weather: [] } })).toThrow(TemplateError);
  });
});

describe('the data sources of Match day', () => {
  it('ask the playground where it is', async () => {
    const { lineUp, weather } = await matchDayDefinitions('http://127.0.0.1:4999');
    expect(lineUp.request.url).toBe('http://127.0.0.1:4999/lineup');
    expect(weather.request.url).toBe('http://127.0.0.1:4999/weather');
  });
});
