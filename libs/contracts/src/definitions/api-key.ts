import type { Scope } from '../scopes.js';

/** A caller's key. Its id is public (`x-api-key`); of its secret (the Bearer value) only a hash is kept. */
export interface ApiKey {
  name: string;
  /** SHA-256 of the secret, in hex. A secret has 128 random bits at least, so no slow hash is needed. */
  secretHash: string;
  /** The secret before the last rotation, which opens the key, too, until a moment (ISO 8601). */
  previous?: { secretHash: string; until: string };
  /** What it may do. Absent, as of an installation's first key and of keys older than scopes: everything. */
  scopes?: Scope[];
  /** The access labels that it holds: it reaches the campaigns that have no other. Absent, without scopes: every one. */
  labels?: string[];
  /** From this moment on (ISO 8601) it opens nothing; absent: never. */
  expiresAt?: string;
  /** How many executions a second it may ask for by HTTP, within what its sandbox may; absent: as many as that. */
  executionsPerSecond?: number;
}
