export { headerOfAuth } from './auth-header.js';
export { bearerOf } from './bearer.js';
export { AddressNotAllowed } from './outbound/address-not-allowed.js';
export { outboundAgents, type OutboundAgents, type OutboundRules } from './outbound/outbound-agents.js';
export { urlFault } from './outbound/url-fault.js';
export { headerFault, headerValueFault } from './http-header.js';
export { hashSecret, isSecret } from './secret.js';
