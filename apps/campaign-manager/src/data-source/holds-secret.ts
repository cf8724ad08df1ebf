import { SecretNotOpened, type SecretBinding, type SecretBox } from '@clarion/security';

/** Whether this very secret is sealed in a text, for this sandbox and host. */
export function holds(
  secrets: SecretBox,
  sealed: string,
  { secret, binding }: { secret: string; binding: SecretBinding },
): boolean {
  try {
    return secrets.open(sealed, binding) === secret;
  } catch (error) {
    if (error instanceof SecretNotOpened) return false;
    throw error;
  }
}
