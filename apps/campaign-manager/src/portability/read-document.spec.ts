import 'reflect-metadata';
import { Problem } from '@clarion/service';
import { describe, expect, it } from '@jest/globals';
import { readDocument } from './read-document.js';

const use = { alias: 'lineup', dataSource: 'Line-up', join: { kind: 'all' } };
const campaign = {
  name: 'Reset',
  category: 'transactional',
  channel: 'email',
  identityNamespace: 'crmId',
  createNewProfiles: true,
  dataSources: [use],
  content: [{ treatment: 'A', locale: 'en', subject: 'Reset it', html: '<p>Reset it</p>' }],
};
const channelConfiguration = {
  name: 'Shop mail',
  channel: 'email',
  category: 'transactional',
  sender: { name: 'The shop', address: 'shop@example.com' },
  provider: { type: 'smtp', host: 'mail.example.com', port: 25 },
};
const lineup = { name: 'Line-up', request: { url: 'https://api.example.com/lineup' } };
const document = { clarion: 1, campaign, channelConfiguration, dataSources: [lineup] };

async function pointersOf(value: unknown): Promise<string[]> {
  const error: unknown = await readDocument(value).then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof Problem) || error.code !== 'InvalidRequest') throw new Error('It was not refused');
  return [...new Set(error.details.errors?.map(({ pointer }) => pointer))];
}

describe('a document that is read', () => {
  it('may have no data sources and no audience', async () => {
    const alone = { ...campaign, dataSources: [] };
    expect(await readDocument({ clarion: 1, campaign: alone, channelConfiguration })).toEqual({
      ...{ clarion: 1, campaign: alone, channelConfiguration },
      dataSources: [],
    });
  });

  it.each([
    ['that is none', [], ['']],
    ['of another version of the format', { ...document, clarion: 2 }, ['/clarion']],
    ['of no version', { ...document, clarion: undefined }, ['/clarion']],
    ['with an unknown member', { ...document, 'a/b': 1 }, ['/a~1b']],
    ['without its campaign', { ...document, campaign: undefined }, ['/campaign']],
    ['without its channel configuration', { ...document, channelConfiguration: undefined }, ['/channelConfiguration']],
    [
      'with ids',
      {
        ...document,
        campaign: {
          ...campaign,
          ...{ channelConfigurationId: 'x', audienceId: 'x' },
          dataSources: [{ ...use, dataSourceId: 'x', branchCampaignId: 'x' }],
        },
      },
      [
        '/campaign/channelConfigurationId',
        '/campaign/audienceId',
        '/campaign/dataSources/0/dataSourceId',
        '/campaign/dataSources/0/branchCampaignId',
      ],
    ],
    [
      'with a use of what is not in it',
      { ...document, campaign: { ...campaign, dataSources: [{ ...use, dataSource: 'Weather' }] } },
      ['/campaign/dataSources/0/dataSource'],
    ],
    [
      'with a branch to no name',
      { ...document, campaign: { ...campaign, dataSources: [{ ...use, branchCampaign: 7 }] } },
      ['/campaign/dataSources/0/branchCampaign'],
    ],
    [
      'with uses that are no list',
      { ...document, campaign: { ...campaign, dataSources: 7 } },
      ['/campaign/dataSources'],
    ],
    ['with data sources that are no list', { ...document, dataSources: 7 }, expect.arrayContaining(['/dataSources'])],
    ['with a data source twice', { ...document, dataSources: [lineup, lineup] }, ['/dataSources/1/name']],
    ['with null for a data source', { ...document, dataSources: [lineup, null] }, ['/dataSources/1']],
    ['with an audience of no kind', { ...document, audience: { name: 'Fans' } }, ['/audience/kind']],
  ])('is refused %s, with pointers', async (_, value, pointers) => {
    expect(await pointersOf(value)).toEqual(pointers);
  });

  it('is refused with all faults of its parts at once, each as its own route has them', async () => {
    const faulty = {
      ...document,
      campaign: { ...campaign, category: 'both' },
      channelConfiguration: { ...channelConfiguration, sender: { name: 'The shop' } },
      dataSources: [{ ...lineup, request: { url: 'ftp://example.com' } }],
    };
    expect(await pointersOf(faulty)).toEqual([
      '/campaign/category',
      '/channelConfiguration/sender/address',
      '/dataSources/0/request/url',
    ]);
  });
});
