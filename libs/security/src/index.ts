export { headerOfAuth } from './auth-header.js';
export { bearerOf } from './bearer.js';
export { headerFault, headerValueFault } from './http-header.js';
export { hashSecret, isSecret } from './secret.js';
