import type { Definition } from './definition.js';

/** A campaign as the API shows it. */
export function campaignOf({ id, state, body, version, createdAt, updatedAt }: Definition<'campaign'>) {
  return { id, status: state, ...body, version, createdAt, updatedAt };
}

/** A channel configuration as the API shows it. */
export function channelConfigurationOf(definition: Definition<'channel-configuration'>) {
  const { id, body, version, createdAt, updatedAt } = definition;
  return { id, ...body, version, createdAt, updatedAt };
}

/** An audience as the API shows it. */
export function audienceOf(definition: Definition<'audience'>) {
  const { id, body, createdAt, updatedAt } = definition;
  return { id, ...body, createdAt, updatedAt };
}
