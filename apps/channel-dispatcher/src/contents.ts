import type { Campaign, CampaignDataSource, Chunk } from '@clarion/contracts';
import { Definitions } from '@clarion/definitions';
import { Inject, Injectable } from '@nestjs/common';
import { chunkData, type ChunkData, type SourceJoin } from './chunk-data.js';
import type { Content, Failed, LinkOf } from './delivery.js';
import { MailTracking } from './mail-tracking.js';
import { Snapshots } from './snapshots.js';
import { sourceJoinOf } from './source-join.js';
import { UNSUBSCRIBE_LINKS } from './unsubscribe-links.js';

/** Looks up what a chunk says: its campaign's version, the channel configuration as it is now, and its snapshots. */
@Injectable()
export class Contents {
  constructor(
    private readonly definitions: Definitions,
    private readonly snapshots: Snapshots,
    @Inject(UNSUBSCRIBE_LINKS) private readonly unsubscribeLinkOf: LinkOf,
    private readonly tracking: MailTracking,
  ) {}

  /**
   * The content, or why none of the chunk's deliveries can be sent.
   * @throws ServiceUnavailable when something of it is not here and the service that has it does not answer.
   */
  async of(
    chunk: Pick<Chunk, 'campaignId' | 'campaignVersion' | 'purpose' | 'snapshots' | 'subjectPrefix'>,
  ): Promise<Content | Failed> {
    const { campaignId, campaignVersion, purpose, snapshots = {}, subjectPrefix } = chunk;
    const campaign = await this.definitions.version('campaign', campaignId, campaignVersion);
    if (!campaign) return failed('CampaignVersionNotFound', `${campaignId}, version ${campaignVersion}`);
    const configuration = await this.definitions.active('channel-configuration', campaign.channelConfigurationId);
    if (configuration?.state !== 'live') return failed('ChannelConfigurationNotFound', campaign.channelConfigurationId);
    const data = await this.dataOf(campaign.dataSources ?? [], new Map(Object.entries(snapshots)));
    if ('state' in data) return data;
    const { unsubscribeLinkOf } = this;
    const links = campaign.category === 'marketing' ? { unsubscribeLinkOf } : {};
    return {
      ...{ campaign, configuration: configuration.body, data, ...links },
      ...(isTracked(campaign, purpose) && { tracking: this.tracking }),
      ...(subjectPrefix !== undefined && { subjectPrefix }),
      ...(purpose === 'dry-run' && { isDryRun: true }),
    };
  }

  private async dataOf(
    sources: readonly CampaignDataSource[],
    snapshotIds: ReadonlyMap<string, string>,
  ): Promise<ChunkData | Failed> {
    const joins = await Promise.all(sources.map((source) => this.joinOf(source, snapshotIds.get(source.alias))));
    const failure = joins.find((join) => 'state' in join);
    return failure ?? chunkData(joins.filter((join): join is SourceJoin => !('state' in join)));
  }

  private async joinOf(source: CampaignDataSource, snapshotId: string | undefined): Promise<SourceJoin | Failed> {
    const { alias, onFailure } = source;
    if (snapshotId === undefined && onFailure === 'ignore') return { kind: 'all', alias, rows: null };
    const snapshot = snapshotId === undefined ? undefined : await this.snapshots.get(snapshotId);
    if (!snapshot) return failed('SnapshotExpired', `There is no snapshot of data.${alias}`);
    return sourceJoinOf(source, snapshot);
  }
}

/** What is none in earnest has readers whom nobody wants to count. */
function isTracked({ tracking }: Campaign, purpose: Chunk['purpose']): boolean {
  return purpose === undefined && (tracking?.opens === true || tracking?.clicks === true);
}

function failed(reason: Failed['reason'], detail: string): Failed {
  return { state: 'failed', reason, detail };
}
