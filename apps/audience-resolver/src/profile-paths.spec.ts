import type { CampaignDataSource, Join } from '@clarion/contracts';
import { describe, expect, it } from '@jest/globals';
import { profilePathsOf } from './profile-paths.js';

const variant = (html: string, rest: { subject?: string; text?: string } = {}) => {
  return { treatment: 'default', locale: 'en', subject: '', html, ...rest };
};
const source = (join: Join): CampaignDataSource => ({
  alias: 'weather',
  dataSourceId: 'd1',
  request: { method: 'POST', url: 'https://x', addCount: false, inboundColumns: [], params: {}, timeoutMs: 1_000 },
  mapping: { arrayPath: '', columns: [] },
  join,
});

describe('the profile paths of a campaign', () => {
  it('are those of all its templates, each once', () => {
    const content = [
      variant('{{profile.person.name}} {{profile.city}}', { subject: '{{profile.tier}}', text: '{{profile.city}}' }),
      variant('{{default profile.nick "x"}}'),
    ];
    expect(profilePathsOf({ content })).toEqual([['tier'], ['person', 'name'], ['city'], ['nick']]);
  });

  it('leave aside what templates read of the context, of data and within loops', () => {
    const html = '{{context.link}}{{#each data.lineup}}{{player}}{{/each}}{{data.x}}';
    expect(profilePathsOf({ content: [variant(html)] })).toEqual([]);
  });

  it('are the whole profile where a template goes through it', () => {
    expect(profilePathsOf({ content: [variant('{{#with profile}}{{city}}{{/with}}')] })).toEqual([[]]);
  });

  it('have the attributes by which rows are matched', () => {
    const dataSources = [
      source({ kind: 'match', column: 'region', attribute: 'homeAddress.city' }),
      source({ kind: 'all' }),
    ];
    expect(profilePathsOf({ content: [], dataSources })).toEqual([['homeAddress', 'city']]);
  });
});
