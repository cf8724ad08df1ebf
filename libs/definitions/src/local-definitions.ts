import { events } from '@clarion/contracts';
import { EventTransport, type ConsumingOptions } from '@clarion/messaging';
import type { Kysely } from 'kysely';
import { DefinitionCopy } from './definition-copy.js';
import { definitionsGroup, type DefinitionTables } from './definition-tables.js';
import { Definitions } from './definitions.js';
import { ManagerClient } from './manager-client.js';

export interface LocalDefinitionsOptions {
  service: string;
  /** As the service's other event transports have it. */
  consuming: ConsumingOptions;
  /** The campaign-manager's internal port, for what no event has brought yet. */
  managerInternalUrl: string;
  serviceToken: string;
}

/** All that a service needs to know what people configured. */
export interface LocalDefinitions {
  copy: DefinitionCopy;
  definitions: Definitions;
  /** Keeps the copy up to date; to be connected with `connectEvents`. */
  transport: EventTransport;
}

/** The definitions of a service whose schema has the tables of `createDefinitionCopy`. */
export async function localDefinitions(
  database: Kysely<DefinitionTables>,
  options: LocalDefinitionsOptions,
): Promise<LocalDefinitions> {
  const { service, consuming, managerInternalUrl, serviceToken } = options;
  const copy = new DefinitionCopy(database);
  return {
    copy,
    definitions: new Definitions(copy, new ManagerClient(managerInternalUrl, serviceToken)),
    transport: new EventTransport({
      ...consuming,
      group: await definitionsGroup(database, service),
      events: [events.definitionPublished, events.definitionActivated],
    }),
  };
}
