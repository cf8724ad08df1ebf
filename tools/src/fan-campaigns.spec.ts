import { compileTemplate } from '@clarion/personalization';
import { describe, expect, it } from '@jest/globals';
import { fanCampaigns, readFanCampaign } from './fan-campaigns.js';

const profile = { person: { name: { firstName: 'Ada' } }, homeAddress: { city: 'London' } };
const data = {
  offers: [
    { lineNum: 1, title: 'Home scarf', price: 14.9, validUntil: '2030-06-30' },
    { lineNum: 2, title: 'Stadium tour', price: 12, validUntil: '2030-12-31' },
  ],
  coupon: { lineNum: 7, code: 'FAN-7' },
  weather: [{ lineNum: 1, region: 'London', condition: 'sunny', temperatureC: 0 }],
};
const unsubscribe = 'https://mail.example.com/u/1';
const said = {
  'latest-offers': ['Ada', 'Home scarf', '14.9', 'Stadium tour', '2030-12-31'],
  coupon: ['Ada', 'FAN-7'],
  'weather-by-region': ['Ada', 'London', 'sunny', '0 °C'],
};

describe.each(fanCampaigns)('the mail of %s', (name) => {
  it('says what its data source knows', async () => {
    const { campaign, alias, join, dataSource } = await readFanCampaign(name);
    const [variant] = campaign.content;
    const render = (source = '', kind: 'html' | 'text') =>
      compileTemplate(source, kind)({ context: {}, profile, data, links: { unsubscribe } });
    for (const part of [render(variant?.html, 'html'), render(variant?.text, 'text')]) {
      for (const word of [...said[name], unsubscribe]) expect(part).toContain(word);
    }
    expect(render(variant?.subject, 'text')).not.toBe('');
    expect(Object.keys(data)).toContain(alias);
    const columns = dataSource.mapping.columns.map(({ id }) => id);
    expect(columns).toEqual(expect.arrayContaining(join.kind === 'match' ? [join.column] : []));
  });
});
