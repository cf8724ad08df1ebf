import type { Campaign } from '@clarion/contracts';
import { Definitions } from '@clarion/definitions';
import { syntaxOf } from '@clarion/personalization';
import { Injectable } from '@nestjs/common';
import type { ResolvedCampaign } from './resolve.js';

/** The campaign versions that executions name, with what their templates read. */
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

function profilePathsOf({ content }: Campaign): string[][] {
  const templates = content.flatMap(({ subject, html, text }) => [subject, html, text ?? '']);
  return templates
    .flatMap((template) => syntaxOf(template).paths)
    .filter(([root]) => root === 'profile')
    .map(([, ...path]) => path);
}
