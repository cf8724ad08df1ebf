export { AccessTokens, readAccessToken, type AccessToken } from './access-tokens.js';
export { headerOfAuth } from './auth-header.js';
export { bearerOf } from './bearer.js';
export { clientNetworkOf } from './client-network.js';
export {
  eventKeyHeader,
  eventSignature,
  eventSignatureFault,
  eventSignatureHeader,
  productKeyId,
  type SignedEvent,
} from './event-signature.js';
export { AddressNotAllowed } from './outbound/address-not-allowed.js';
export { outboundAgents, type OutboundAgents, type OutboundRules } from './outbound/outbound-agents.js';
export { urlFault } from './outbound/url-fault.js';
export { hostPortOf } from './host-port.js';
export { headerFault, headerValueFault } from './http-header.js';
export { hashSecret, isSecret } from './secret.js';
export { SecretBox, type SecretBinding } from './secret-box.js';
export { SecretNotOpened } from './secret-not-opened.js';
export { readSecretsKeys } from './secrets-keys.js';
export { TrackingTokens, type TrackedDelivery, type TrackedLink } from './tracking-tokens.js';
export { UnsubscribeTokens, type UnsubscribeClaim } from './unsubscribe-tokens.js';
