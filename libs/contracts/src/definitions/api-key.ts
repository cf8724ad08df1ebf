/** A caller's key. Its id is public (`x-api-key`); of its secret (the Bearer value) only a hash is kept. */
export interface ApiKey {
  name: string;
  /** SHA-256 of the secret, in hex. A secret has 128 random bits at least, so no slow hash is needed. */
  secretHash: string;
}
