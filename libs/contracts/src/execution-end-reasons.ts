/**
 * Why an execution ended as a whole, failed or skipped, before anyone of it got a message, or why it is suspended: the one
 * public list.
 */
export const executionEndReasons = {
  CampaignVersionNotFound: 'The campaign version that it names was never published.',
  EmptyAudience: 'The audience had no member when the run was planned.',
  MalformedAudience: 'The audience rule cannot be read.',
  UnknownAttribute: 'The audience rule names a profile attribute that no profile has.',
  DataSourceUnreachable: 'A data source could not be called, or did not answer in time.',
  DataSourceRequestTooLarge: 'What a data source would be told of the members is larger than what may be sent.',
  DataSourceRequestInvalid: 'What a data source would be asked cannot be made.',
  DataSourceAuthFailed: 'A data source could not be shown who asks: there is no token, or a secret cannot be used.',
  DataSourceRefused: 'A data source answered with an error.',
  DataSourceAnswerTooLarge: 'The answer of a data source is larger than what is taken.',
  DataSourceAnswerUnreadable: 'The answer of a data source is not JSON.',
  DataSourceMappingFailed: 'The answer of a data source does not fit its mapping.',
  DataSourceSampleMissing:
    'A dry run calls no data source whose calls change something, and this one has no sample to take instead.',
  Branched: 'A data source failed, and another campaign was asked to take the place of this one.',
  CampaignNotFound: 'Its campaign was not there any more when its schedule triggered.',
  CampaignNotLive: 'Its campaign had ended before its schedule triggered.',
  CampaignNotInWindow: 'Its campaign took no calls at the time when its schedule triggered.',
  WrongCategory: 'Its campaign was not a marketing campaign any more when its schedule triggered.',
  InvalidRequest: 'The call did not fit the version that was live when its schedule triggered.',
  ContextTooLarge: 'The context of the call was larger than what was taken when its schedule triggered.',
  ContextInvalid: 'The context of the call did not fit the version that was live when its schedule triggered.',
  DataSourceNotAllowed: 'The URL of a data source may not be called.',
  Cancelled: 'It was cancelled.',
} as const;

export type ExecutionEndReason = keyof typeof executionEndReasons;
