/** What a campaign says in one treatment and one language. Subject, html and text are templates. */
export interface Variant {
  treatment: string;
  /** BCP 47, for example `en` or `pt-BR`. */
  locale: string;
  subject: string;
  html: string;
  /** Absent: the mail has no text part. */
  text?: string;
}

/** A campaign's version as it was activated: all that a service needs to run it. */
export interface Campaign {
  name: string;
  /** *transactional*: recipients are named in the call. */
  category: 'transactional';
  channel: 'email';
  channelConfigurationId: string;
  /** The one namespace whose identities this campaign addresses. */
  identityNamespace: string;
  /** Off: an unknown profile is excluded as `ProfileNotFound`. */
  createNewProfiles: boolean;
  content: Variant[];
}
