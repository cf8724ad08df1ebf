export { credentialsOf, type Credentials } from './credentials.js';
export { client } from './demo-client.js';
export { create } from './demo-definitions.js';
export { readDemoJson } from './demo-files.js';
export { portBlock } from './port-block.js';
export { environmentOf, programFile, sandbox, services, startProgram, untilProgramReady, urlOf } from './programs.js';
export { readSettings, type Settings } from './settings.js';
export { stopOnSignals, type Stopping } from './stop-on-signals.js';
