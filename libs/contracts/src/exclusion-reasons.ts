/** Why a recipient gets nothing: the one public list. The first reason that applies is reported. */
export const exclusionReasons = {
  ProfileNotFound: 'No profile has this identity, and the campaign does not create profiles.',
  NoAddress: 'Neither the call nor the profile names an address for the channel.',
  MalformedAddress: 'The address is not one the channel can write to.',
  Suppressed: 'The address is on the suppression list.',
  NoConsent: 'The person does not want marketing messages on this channel.',
  NoContent: 'The campaign has no content for this recipient.',
  NoMatchingRow: 'The data source has no row that matches this recipient.',
  NotReleased: 'The rate of the campaign let no message go to this recipient within 12 hours.',
  NoRow: 'The data source has no row left for this recipient.',
  Cancelled: 'The execution was cancelled before the message was sent.',
} as const;

export type ExclusionReason = keyof typeof exclusionReasons;
