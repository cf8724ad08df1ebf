import { readSecretsKeys } from '@clarion/security';
import { EnvError, makeValidator } from 'envalid';

/** Keys of 32 bytes in base64, with commas between (an envalid validator). */
export const sealingKeys = makeValidator((value) => {
  try {
    return readSecretsKeys(value);
  } catch (error) {
    throw new EnvError(error instanceof Error ? error.message : String(error));
  }
});

/** What services read that seal secrets or open them (envalid specs). docs/operations.md tells of it. */
export function secretsSettings() {
  return {
    SECRETS_KEYS: sealingKeys({
      desc: 'what data sources’ secrets are sealed with: 32 bytes in base64, commas between',
    }),
  };
}
