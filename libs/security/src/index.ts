export { headerOfAuth } from './auth-header.js';
export { bearerOf } from './bearer.js';
export { hostPortOf } from './host-port.js';
export { headerFault, headerValueFault } from './http-header.js';
export { hashSecret, isSecret } from './secret.js';
export { SecretBox, type SecretBinding } from './secret-box.js';
export { SecretNotOpened } from './secret-not-opened.js';
export { readSecretsKeys } from './secrets-keys.js';
