/** How a person is known: their id within a namespace, such as `email`. Ids are case-sensitive. */
export interface Identity {
  namespace: string;
  userId: string;
}

/** A person as we know them. */
export interface Profile {
  attributes: Record<string, unknown>;
  /** BCP 47. */
  language?: string;
  /** By channel: whether they want marketing there. A channel that is not named is one they consent to. */
  consents?: Record<string, boolean>;
}

/** A key for maps; namespaces know no case. */
export function identityKey({ namespace, userId }: Identity): string {
  return `${namespace.toLowerCase()}:${userId}`;
}
