/** Where callers reach the trigger-gateway, such as `https://clarion.example`. */
export const GATEWAY_URL = Symbol('gateway url');
