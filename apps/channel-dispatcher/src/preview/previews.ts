import type { CampaignDataSource } from '@clarion/contracts';
import { Definitions } from '@clarion/definitions';
import { Inject, Injectable } from '@nestjs/common';
import { chunkData, type SourceJoin } from '../chunk-data.js';
import type { Content } from '../delivery.js';
import { Snapshot } from '../snapshot.js';
import { Snapshots } from '../snapshots.js';
import { sourceJoinOf } from '../source-join.js';
import { PREVIEW_LINK } from '../unsubscribe-links.js';
import type { Preview, PreviewFinding, PreviewQuestion, SourceData } from './preview.js';
import { renderPreview } from './render-preview.js';

/** Makes messages by the code that sends them, and shows them. Nothing is sent or kept. */
@Injectable()
export class Previews {
  constructor(
    private readonly definitions: Definitions,
    private readonly snapshots: Snapshots,
    @Inject(PREVIEW_LINK) private readonly link: string,
  ) {}

  /** @throws ServiceUnavailable when something of it is not here and the service that has it does not answer. */
  async of(question: PreviewQuestion): Promise<Preview> {
    const { sandbox, campaign, data } = question;
    const id = campaign.channelConfigurationId;
    const configuration = await this.definitions.active('channel-configuration', id);
    if (configuration?.state !== 'live' || configuration.sandbox !== sandbox) {
      return without('ConfigurationMissing', '/channelConfigurationId', `No channel configuration ${id} is live.`);
    }
    const sources = campaign.dataSources ?? [];
    const joins = await Promise.all(sources.map((source) => this.joinOf(source, data[source.alias])));
    const missing = joins.findIndex((join) => join === undefined);
    if (missing >= 0) {
      const detail = `There is no snapshot of data.${sources[missing]?.alias ?? ''}`;
      return without('SnapshotExpired', `/dataSources/${missing}`, detail);
    }
    const content: Content = {
      campaign,
      configuration: configuration.body,
      data: chunkData(joins.filter((join) => join !== undefined)),
      ...(campaign.category === 'marketing' && { unsubscribeLinkOf: () => this.link }),
    };
    return renderPreview(question, content);
  }

  private async joinOf(source: CampaignDataSource, data: SourceData | undefined): Promise<SourceJoin | undefined> {
    if (data === null) return { kind: 'all', alias: source.alias, rows: null };
    const snapshot = data && (await this.snapshotOf(data));
    return snapshot && sourceJoinOf(source, snapshot);
  }

  private async snapshotOf(data: NonNullable<SourceData>): Promise<Snapshot | undefined> {
    return 'rows' in data ? Snapshot.of([data.rows]) : this.snapshots.get(data.snapshotId);
  }
}

function without(code: PreviewFinding['code'], pointer: string, detail: string): Preview {
  return { data: {}, findings: [{ severity: 'error', code, pointer, detail }] };
}
