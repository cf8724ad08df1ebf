import { readSecretsKeys } from '@clarion/security';
import { EnvError, makeValidator } from 'envalid';

const secretsKeys = makeValidator((value) => {
  try {
    return readSecretsKeys(value);
  } catch (error) {
    throw new EnvError(error instanceof Error ? error.message : String(error));
  }
});

/** What services read that seal secrets or open them (envalid specs). docs/operations.md tells of it. */
export function secretsSettings() {
  return {
    SECRETS_KEYS: secretsKeys({
      desc: 'what data sources’ secrets are sealed with: 32 bytes in base64, commas between',
    }),
  };
}
