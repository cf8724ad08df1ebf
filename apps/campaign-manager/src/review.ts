import type { Audience, Campaign, CampaignDataSource } from '@clarion/contracts';
import type { AudienceDraft, CampaignDraft, DataSourceDraft } from './definition.js';
import type { Fault } from './fault.js';
import { resolveDataSources } from './resolve-data-sources.js';
import { branchFaults, type BranchReferences } from './branch-faults.js';
import { contentFaults } from './review-content.js';
import { unsubscribeFaults } from './review-unsubscribe.js';

/** What a review needs to know of the channel configuration that a campaign names. */
export interface ReviewedConfiguration {
  state: string;
  channel: string;
  category: string;
}

/** What the draft names, as far as its sandbox has it. */
export interface References extends BranchReferences {
  configuration: ReviewedConfiguration | undefined;
  audience: AudienceDraft | undefined;
  /** By their ids. */
  dataSources: ReadonlyMap<string, DataSourceDraft>;
}

/** A campaign that may go live, with all that it names put in; or all that keeps it from that. */
export type Reviewed = { campaign: Campaign } | { faults: Fault[] };

/** Decides whether a draft may go live, and as what. */
export function review(draft: CampaignDraft, references: References): Reviewed {
  const uses = draft.dataSources ?? [];
  const { dataSources, faults: dataFaults } = resolveDataSources(uses, references.dataSources, draft.category);
  const known = new Map(dataSources.map((source) => [source.alias, source]));
  const faults = [
    ...audienceFaults(draft, references.audience),
    ...configurationFaults(draft, references.configuration),
    ...dataFaults,
    ...branchFaults(draft, references),
    ...contentFaults(draft.content, new Map(uses.map(({ alias }) => [alias, known.get(alias)]))),
    ...unsubscribeFaults(draft),
  ];
  return faults.length > 0 ? { faults } : { campaign: campaignOf(draft, references.audience, dataSources) };
}

function audienceFaults({ category, audienceId }: CampaignDraft, audience: AudienceDraft | undefined): Fault[] {
  const fault = (detail: string): Fault[] => [{ pointer: '/audienceId', detail }];
  if (category === 'transactional') {
    if (audienceId === undefined) return [];
    return fault('A transactional campaign has no audience: its recipients are named in the call.');
  }
  if (audienceId === undefined) return fault('A marketing campaign needs an audience.');
  return audience ? [] : fault('There is no such audience.');
}

function configurationFaults(draft: CampaignDraft, configuration: ReviewedConfiguration | undefined): Fault[] {
  const fault = (detail: string): Fault[] => [{ pointer: '/channelConfigurationId', detail }];
  if (!configuration) return fault('There is no such channel configuration.');
  if (configuration.state !== 'live') return fault(`The channel configuration is ${configuration.state}, not live.`);
  if (configuration.channel !== draft.channel)
    return fault(`The channel configuration is for ${configuration.channel}.`);
  if (configuration.category === draft.category) return [];
  return fault(`The channel configuration is for ${configuration.category} campaigns.`);
}

function campaignOf(
  draft: CampaignDraft,
  audience: AudienceDraft | undefined,
  dataSources: CampaignDataSource[],
): Campaign {
  const { name, category, channel, channelConfigurationId, identityNamespace, createNewProfiles, content } = draft;
  const { description, tags, metadata, schedule } = draft;
  return {
    ...{ name, category, channel, channelConfigurationId, identityNamespace, createNewProfiles },
    ...(description !== undefined && { description }),
    ...(tags && { tags }),
    ...(metadata && { metadata }),
    ...(schedule && { schedule }),
    ...(draft.audienceId !== undefined && audience && { audience: { id: draft.audienceId, ...contentOf(audience) } }),
    ...(dataSources.length > 0 && { dataSources }),
    content,
  };
}

function contentOf(audience: AudienceDraft): Audience {
  return audience.kind === 'rule'
    ? { kind: audience.kind, rule: audience.rule }
    : { kind: audience.kind, identities: audience.identities };
}
