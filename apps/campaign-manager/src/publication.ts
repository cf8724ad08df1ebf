import {
  events,
  type DefinitionActivation,
  type DefinitionBodies,
  type DefinitionKind,
  type DefinitionVersion,
} from '@clarion/contracts';
import type { OwedEvent } from '@clarion/persistence';
import type { Definition, DefinitionKey } from './definition.js';

const maxVersionBytes = 4 * 1024 * 1024;

/** What all services must hear of a change: a version that never changes, where there is a new one, and what counts now. */
export type Publication =
  | { published?: DefinitionVersion; activated: DefinitionActivation }
  /** For proofs: what counts stays. */
  | { published: DefinitionVersion; activated?: undefined };

/** That a version counts from now on. */
export type LivePublication = Required<Extract<Publication, { activated: DefinitionActivation }>>;

type Published<Kind extends DefinitionKind = DefinitionKind> = Pick<DefinitionKey<Kind>, 'kind' | 'sandbox' | 'id'> &
  Pick<Definition, 'revision'>;

/** `body` as the next version of a definition, live at once. Numbers count up from the last, whether that is live or not. */
export function publicationOf<Kind extends DefinitionKind>(
  { kind, sandbox, id, revision }: Published<Kind>,
  lastVersion: number,
  body: DefinitionBodies[Kind],
): LivePublication {
  const version = lastVersion + 1;
  return {
    published: { kind, sandbox, id, version, body: Object.fromEntries(Object.entries(body)) },
    activated: { kind, sandbox, id, version, revision: revision + 1, state: 'live' },
  };
}

/**
 * The end of a definition whose version `version` counted. What was once said of its running executions is said again: the
 * topic may keep the last word only.
 */
export function endOf(
  { kind, sandbox, id, revision, isRunningCancelled }: Published & Pick<Definition, 'isRunningCancelled'>,
  version: number,
  state: Exclude<DefinitionActivation['state'], 'live'>,
  cancelRunning = false,
): Publication {
  const cancelling = cancelRunning || isRunningCancelled ? { cancelRunning: true } : {};
  return { activated: { kind, sandbox, id, version, revision: revision + 1, state, ...cancelling } };
}

/** Whether every service could not be expected to keep the version, and Kafka to carry it. */
export function isTooLarge({ published }: { published: DefinitionVersion }): boolean {
  return Buffer.byteLength(JSON.stringify(published.body)) > maxVersionBytes;
}

/**
 * The events that a publication owes, in the order in which others should hear of them. Their ids follow from what
 * they say, so that a repetition is the same event.
 */
export function eventsOf({ published, activated }: Publication, traceparent: string): OwedEvent[] {
  return [
    ...(published ? [publishedEvent(published, traceparent)] : []),
    ...(activated ? [activatedEvent(activated, traceparent)] : []),
  ];
}

function activatedEvent(activated: DefinitionActivation, traceparent: string): OwedEvent {
  const { kind, sandbox, id, revision } = activated;
  return {
    topic: events.definitionActivated.type,
    id: `${kind}:${id}:r${revision}`,
    key: `${kind}:${sandbox}:${id}`,
    data: activated,
    traceparent,
  };
}

function publishedEvent(published: DefinitionVersion, traceparent: string): OwedEvent {
  const { kind, sandbox, id, version } = published;
  return {
    topic: events.definitionPublished.type,
    id: `${kind}:${id}:${version}`,
    key: `${kind}:${sandbox}:${id}:${version}`,
    data: published,
    traceparent,
  };
}
