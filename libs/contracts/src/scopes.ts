/** What a key may be allowed to do: the one public list. A resource and a verb; writing does not include reading. */
export const scopes = {
  'executions:write': 'Trigger campaigns, let suspended executions go on, and cancel executions.',
  'executions:read': 'Ask what became of executions, and read what was fetched for them.',
  'campaigns:write': 'Save campaigns.',
  'campaigns:read': 'Read campaigns.',
  'campaigns:approve': 'Approve the campaigns of others, and send them back.',
  'campaigns:activate': 'Make campaigns live, and end that.',
  'audiences:write': 'Save audiences.',
  'audiences:read': 'Read audiences.',
  'data-sources:write': 'Save data sources, and call them for a test.',
  'data-sources:read': 'Read data sources.',
  'channel-configurations:write': 'Save channel configurations, which live campaigns follow at once.',
  'channel-configurations:read': 'Read channel configurations.',
  'webhooks:write': 'Save webhooks, try them, send deliveries to them again, and get their secrets.',
  'webhooks:read': 'Read webhooks without their secrets, and what was sent to them.',
  'profiles:write': 'Save profiles.',
  'suppressions:write': 'Say which addresses may not be written to.',
  'dead-letters:write': 'Replay and discard what could not be handled.',
  'dead-letters:read': 'Read what could not be handled.',
  'api-keys:write': 'Make, change and revoke keys, within what the own key may do.',
  'api-keys:read': 'Read keys, without their secrets.',
  'sandboxes:write': 'Make sandboxes with their first key, and change the settings of the own.',
  'sandboxes:read': 'Read which sandboxes there are.',
  'audit:read': 'Read who changed what.',
} as const;

export type Scope = keyof typeof scopes;
