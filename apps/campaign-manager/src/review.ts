import type { Campaign, Variant } from '@clarion/contracts';
import { compileTemplate, TemplateError } from '@clarion/personalization';
import type { CampaignDraft } from './definition.js';
import { canonicalLanguageTag } from './language-tag.js';

/** Something that must be put right before a campaign may go live, with the JSON pointer of where. */
export interface Fault {
  pointer: string;
  detail: string;
}

/** What a review needs to know of the channel configuration that a campaign names. */
export interface ReviewedConfiguration {
  state: string;
  channel: string;
  category: string;
}

/** A campaign that may go live as it stands, or all that keeps it from that. */
export type Reviewed = { campaign: Campaign } | { faults: Fault[] };

/**
 * Decides whether a draft may go live.
 * @param configuration the channel configuration of the draft's sandbox that the draft names, if there is one.
 */
export function review(draft: CampaignDraft, configuration: ReviewedConfiguration | undefined): Reviewed {
  const faults = [
    ...categoryFaults(draft),
    ...configurationFaults(draft, configuration),
    ...draft.content.flatMap((variant, index) => variantFaults(variant, `/content/${index}`)),
    ...repetitions(draft.content),
  ];
  return faults.length > 0 ? { faults } : { campaign: { ...draft, category: 'transactional' } };
}

function categoryFaults({ category }: CampaignDraft): Fault[] {
  if (category === 'transactional') return [];
  return [{ pointer: '/category', detail: 'Marketing campaigns cannot be activated yet.' }];
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

function variantFaults({ subject, html, text }: Variant, pointer: string): Fault[] {
  const faults: Fault[] = [];
  if (isBlank(subject)) faults.push({ pointer: `${pointer}/subject`, detail: 'The subject is blank.' });
  if (isBlank(html) && isBlank(text))
    faults.push({ pointer: `${pointer}/html`, detail: 'Both html and text are blank.' });
  return [
    ...faults,
    ...templateFaults(subject, 'text', `${pointer}/subject`),
    ...templateFaults(html, 'html', `${pointer}/html`),
    ...templateFaults(text ?? '', 'text', `${pointer}/text`),
  ];
}

function templateFaults(source: string, kind: 'html' | 'text', pointer: string): Fault[] {
  try {
    compileTemplate(source, kind);
    return [];
  } catch (error) {
    if (error instanceof TemplateError) return [{ pointer, detail: error.message }];
    throw error;
  }
}

/** Variants whose treatment and locale are those of an earlier one; `en-us` is `en-US`. */
function repetitions(content: readonly Variant[]): Fault[] {
  const first = new Map<string, number>();
  return content.flatMap(({ treatment, locale }, index) => {
    const name = JSON.stringify([treatment, canonicalLanguageTag(locale)]);
    const earlier = first.get(name);
    if (earlier === undefined) {
      first.set(name, index);
      return [];
    }
    return [{ pointer: `/content/${index}`, detail: `Treatment and locale are those of /content/${earlier}.` }];
  });
}

function isBlank(source: string | undefined): boolean {
  return (source ?? '').trim() === '';
}
