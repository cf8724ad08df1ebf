import type { Campaign } from '@clarion/contracts';
import { Definitions } from '@clarion/definitions';
import { Injectable } from '@nestjs/common';
import { profilePathsOf } from './profile-paths.js';
import type { ResolvedCampaign } from './resolve.js';

/** The campaign versions that executions name, with what they read of profiles. */
@Injectable()
export class Campaigns {
  /** By the version's body, which `Definitions` keeps for as long as it is in use. */
  private readonly known = new WeakMap<Campaign, ResolvedCampaign>();

  constructor(private readonly definitions: Definitions) {}

  /**
   * `undefined` when there is no such version.
   * @throws ServiceUnavailable
   */
  async version(campaignId: string, version: number): Promise<ResolvedCampaign | undefined> {
    const campaign = await this.definitions.version('campaign', campaignId, version);
    if (!campaign) return undefined;
    const known = this.known.get(campaign) ?? { campaign, profilePaths: profilePathsOf(campaign) };
    this.known.set(campaign, known);
    return known;
  }
}
