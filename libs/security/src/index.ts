export { bearerOf } from './bearer.js';
export { hashSecret, isSecret } from './secret.js';
