import type { SandboxRates } from './admission.js';

/** What callers by HTTP may take at most. */
export interface LimitSettings {
  sandboxRates: SandboxRates;
  /** How many calls are under way at a time, in this instance. */
  callsAtOnce: number;
  /** How long an access token counts. */
  tokenSeconds: number;
}
