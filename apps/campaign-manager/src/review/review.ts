import type { Campaign, CampaignDataSource, ContextSchema } from '@clarion/contracts';
import type { AudienceDraft, CampaignDraft, DataSourceDraft } from '../definition.js';
import { contentOf } from './audience-content.js';
import { branchFindings, type BranchReferences } from './branch-findings.js';
import { errorsAmong, finding, type Finding } from './finding.js';
import { resolveDataSources } from './resolve-data-sources.js';
import { contentFindings } from './review-content.js';
import { reviewContext } from './review-context.js';
import { highThroughputFindings } from './review-high-throughput.js';
import { webhookFindings } from './review-webhooks.js';
import { linkFindings } from './review-links.js';
import { unsubscribeFindings } from './review-unsubscribe.js';
import { translationFindings } from './review-translations.js';

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

/** What a review has found. */
export interface Reviewed {
  findings: Finding[];
  /** What calls must bring, as far as it can be told; absent: whatever they like. */
  contextSchema?: ContextSchema;
  /** As it would go live, with all that it names put in; absent where an error keeps it from that. */
  campaign?: Campaign;
  /** The same, with what of that there is, whatever keeps it from going live. */
  asItStands: Campaign;
}

/** Decides whether a draft may go live, and as what. */
export function review(draft: CampaignDraft, references: References): Reviewed {
  const uses = draft.dataSources ?? [];
  const { dataSources, findings: dataFindings } = resolveDataSources(uses, references.dataSources, draft.category);
  const known = new Map(dataSources.map((source) => [source.alias, source]));
  const { contextSchema, findings: contextFindings } = reviewContext(
    draft,
    uses.map(({ alias }) => known.get(alias)),
  );
  const findings = [
    ...audienceFindings(draft, references.audience),
    ...throttleFindings(draft),
    ...configurationFindings(draft, references.configuration),
    ...highThroughputFindings(draft),
    ...webhookFindings(draft),
    ...dataFindings,
    ...branchFindings(draft, references),
    ...contentFindings(draft.content, new Map(uses.map(({ alias }) => [alias, known.get(alias)]))),
    ...contextFindings,
    ...linkFindings(draft.content),
    ...unsubscribeFindings(draft),
    ...translationFindings(draft.content),
  ];
  const asItStands = campaignOf(draft, references.audience, dataSources, contextSchema);
  return {
    findings,
    ...(contextSchema && { contextSchema }),
    ...(errorsAmong(findings).length === 0 && { campaign: asItStands }),
    asItStands,
  };
}

function audienceFindings({ category, audienceId }: CampaignDraft, audience: AudienceDraft | undefined): Finding[] {
  const missing = (detail: string) => [finding('AudienceMissing', '/audienceId', detail)];
  if (category === 'transactional') {
    if (audienceId === undefined) return [];
    const detail = 'A transactional campaign has no audience: its recipients are named in the call.';
    return [finding('AudienceNotAllowed', '/audienceId', detail)];
  }
  if (audienceId === undefined) return missing('A marketing campaign needs an audience.');
  return audience ? [] : missing('There is no such audience.');
}

function throttleFindings({ category, throttleRatePerSec }: CampaignDraft): Finding[] {
  if (category === 'marketing' || throttleRatePerSec === undefined) return [];
  const detail = 'A transactional campaign has no rate: its messages go as they are asked for.';
  return [finding('ThrottleNotAllowed', '/throttleRatePerSec', detail)];
}

function configurationFindings(draft: CampaignDraft, configuration: ReviewedConfiguration | undefined): Finding[] {
  const pointer = '/channelConfigurationId';
  const missing = (detail: string) => [finding('ConfigurationMissing', pointer, detail)];
  const mismatch = (detail: string) => [finding('ConfigurationMismatch', pointer, detail)];
  if (!configuration) return missing('There is no such channel configuration.');
  const { state, channel, category } = configuration;
  if (state !== 'live') return missing(`The channel configuration is ${state}, not live.`);
  if (channel !== draft.channel) return mismatch(`The channel configuration is for ${channel}.`);
  return category === draft.category ? [] : mismatch(`The channel configuration is for ${category} campaigns.`);
}

function campaignOf(
  draft: CampaignDraft,
  audience: AudienceDraft | undefined,
  dataSources: CampaignDataSource[],
  contextSchema: ContextSchema | undefined,
): Campaign {
  const { name, category, channel, channelConfigurationId, identityNamespace, createNewProfiles, content } = draft;
  const { description, tags, labels, metadata, schedule, throttleRatePerSec } = draft;
  const { highThroughputMode, enableWebhooks, tracking } = draft;
  return {
    ...{ name, category, channel, channelConfigurationId, identityNamespace, createNewProfiles },
    ...(description !== undefined && { description }),
    ...(tags && { tags }),
    ...(labels && { labels }),
    ...(metadata && { metadata }),
    ...(schedule && { schedule }),
    ...(throttleRatePerSec !== undefined && { throttleRatePerSec }),
    ...(tracking && { tracking }),
    ...(highThroughputMode && { highThroughputMode }),
    ...(enableWebhooks && { enableWebhooks }),
    ...(draft.audienceId !== undefined && audience && { audience: { id: draft.audienceId, ...contentOf(audience) } }),
    ...(dataSources.length > 0 && { dataSources }),
    content,
    ...(contextSchema && { contextSchema }),
  };
}
