export type { ActivationListener } from './activation-listener.js';
export { DefinitionCopy } from './definition-copy.js';
export { createDefinitionCopy, createSecretIndex, type DefinitionTables } from './definition-tables.js';
export { Definitions, type ActiveDefinition, type LiveDefinition } from './definitions.js';
export { DefinitionsModule } from './definitions.module.js';
export { localDefinitions, type LocalDefinitions } from './local-definitions.js';
export { ManagerClient } from './manager-client.js';
