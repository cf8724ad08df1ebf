export { DefinitionCopy } from './definition-copy.js';
export { createDefinitionCopy, definitionsGroup, type DefinitionTables } from './definition-tables.js';
export { Definitions, type ActiveDefinition } from './definitions.js';
export { ManagerClient } from './manager-client.js';
export { OnDefinitions } from './on-definitions.js';
