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

  /** @throws ServiceUnavailable, and an Error when there is no such version: an execution cannot name one. */
  async version(campaignId: string, version: number): Promise<ResolvedCampaign> {
    const campaign = await this.definitions.version('campaign', campaignId, version);
    if (!campaign) throw new Error(`There is no version ${version} of campaign ${campaignId}`);
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
