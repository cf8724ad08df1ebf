/**
 * All that a review may find, with what it says of a campaign. Errors keep it from going live. Codes never change their
 * meaning (A-40 to A-44 name Adobe's); docs/review.md is this list for people.
 */
export const findingKinds = {
  ConfigurationMissing: ['error', 'The channel configuration does not exist (A-40), or is not live.'],
  ConfigurationMismatch: ['error', 'The channel configuration is for another channel or category (A-32).'],
  AudienceMissing: ['error', 'A marketing campaign has no audience, or one that does not exist (A-44).'],
  AudienceNotAllowed: ['error', 'A transactional campaign has an audience.'],
  ThrottleNotAllowed: ['error', 'A transactional campaign has a rate.'],
  AudienceEmpty: ['warning', 'Nobody is in the audience now.'],
  HighThroughputNotAllowed: [
    'error',
    'A campaign in high-throughput mode is for marketing (A-02), or creates profiles (A-37).',
  ],
  WebhooksNotAllowed: ['error', 'A marketing campaign tells webhooks (A-09).'],
  ProfileNotAtHand: ['error', 'In high-throughput mode, a template needs what only a profile has (A-43).'],
  DataSourceMissing: ['error', 'A data source does not exist.'],
  DataSourceIncomplete: ['error', 'A data source has no request or no mapping yet.'],
  DataSourceUntested: ['warning', 'A data source was never tested with success as it is now.'],
  DataSourceNotShareable: ['error', 'What is fetched may not be shared between executions.'],
  BranchInvalid: ['error', 'The campaign that takes the place of this one is missing, or does not take the same call.'],
  ColumnUnknown: ['error', 'A column is read or matched that the mapping does not have, or ignores.'],
  SubjectMissing: ['error', 'A subject is blank (A-40).'],
  BodyMissing: ['error', 'Both html and text are blank (A-40).'],
  TextMissing: ['warning', 'A mail has html and no text (A-41).'],
  VariantRepeated: ['error', 'Two variants have the same treatment and locale.'],
  TranslationMissing: ['warning', 'A treatment lacks a language that another one has.'],
  TemplateInvalid: ['error', 'A template does not compile; it is told at which line and column (A-42).'],
  PathUnknown: ['error', 'A template reads what no message has (A-42).'],
  TypeMismatch: ['error', 'A value is used as two kinds of thing, such as a text and an object (A-42).'],
  ProfileAttributeUnseen: ['warning', 'No profile of the sandbox has an attribute that is read.'],
  ContextNotAtHand: [
    'error',
    "A data source's request needs the context, which calls of transactional campaigns have for each recipient only.",
  ],
  ContextSchemaTooLarge: ['error', 'The context schema has more than 32 KB.'],
  UnsubscribeLinkMissing: ['warning', 'A marketing mail does not read `links.unsubscribe` (A-41).'],
  LinkEmpty: ['warning', 'A link leads nowhere (A-41).'],
  LinkMalformed: ['warning', 'A link is no whole URL.'],
  HtmlTooLarge: ['warning', 'An html template has more than 100 KB (A-41): mail programs cut it off.'],
  VersionTooLarge: ['error', 'The version, with the audience and data sources that it carries, has more than 4 MB.'],
  NotChecked: ['warning', 'A check was left out, since the service that it asks does not answer.'],
} as const satisfies Record<string, readonly ['error' | 'warning', string]>;

export type FindingCode = keyof typeof findingKinds;

/** Something about a campaign that must, or should, be put right. */
export interface Finding {
  severity: 'error' | 'warning';
  code: FindingCode;
  /** JSON pointer (RFC 6901) of where, from the campaign on. */
  pointer: string;
  /** One sentence for people. */
  detail: string;
}

/** A finding, as severe as its code says. */
export function finding(code: FindingCode, pointer: string, detail: string): Finding {
  return { severity: findingKinds[code][0], code, pointer, detail };
}

/** Those that keep a campaign from going live. */
export function errorsAmong(findings: readonly Finding[]): Finding[] {
  return findings.filter(({ severity }) => severity === 'error');
}
