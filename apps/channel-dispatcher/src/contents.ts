import type { CampaignDataSource, Chunk } from '@clarion/contracts';
import { Definitions } from '@clarion/definitions';
import { Injectable } from '@nestjs/common';
import type { Content, Failed } from './delivery.js';
import type { ChunkData, Data, Match } from './join-data.js';
import { Snapshots } from './snapshots.js';

/** Looks up what a chunk says: its campaign's version, the channel configuration as it is now, and its snapshots. */
@Injectable()
export class Contents {
  constructor(
    private readonly definitions: Definitions,
    private readonly snapshots: Snapshots,
  ) {}

  /**
   * The content, or why none of the chunk's deliveries can be sent.
   * @throws ServiceUnavailable when something of it is not here and the service that has it does not answer.
   */
  async of(chunk: Pick<Chunk, 'campaignId' | 'campaignVersion' | 'snapshots'>): Promise<Content | Failed> {
    const { campaignId, campaignVersion, snapshots = {} } = chunk;
    const campaign = await this.definitions.version('campaign', campaignId, campaignVersion);
    if (!campaign) return failed('CampaignVersionNotFound', `${campaignId}, version ${campaignVersion}`);
    const configuration = await this.definitions.active('channel-configuration', campaign.channelConfigurationId);
    if (configuration?.state !== 'live') return failed('ChannelConfigurationNotFound', campaign.channelConfigurationId);
    const data = await this.dataOf(campaign.dataSources ?? [], new Map(Object.entries(snapshots)));
    return 'state' in data ? data : { campaign, configuration: configuration.body, data };
  }

  private async dataOf(
    sources: readonly CampaignDataSource[],
    snapshotIds: ReadonlyMap<string, string>,
  ): Promise<ChunkData | Failed> {
    const forAll: [string, Data[string]][] = [];
    const matches: Match[] = [];
    const found = await Promise.all(sources.map(({ alias }) => this.snapshotOf(snapshotIds.get(alias))));
    for (const [index, { alias, join }] of sources.entries()) {
      const snapshot = found[index];
      if (!snapshot) return failed('SnapshotNotFound', `There is no snapshot of data.${alias}`);
      if (join.kind === 'all') forAll.push([alias, snapshot.rows]);
      else if (join.kind === 'match') {
        const { column, attribute } = join;
        matches.push({ alias, column, attribute: attribute.split('.'), rows: await snapshot.by(column) });
      }
    }
    return { forAll: Object.fromEntries(forAll), matches };
  }

  private async snapshotOf(id: string | undefined) {
    return id === undefined ? undefined : this.snapshots.get(id);
  }
}

function failed(reason: Failed['reason'], detail: string): Failed {
  return { state: 'failed', reason, detail };
}
