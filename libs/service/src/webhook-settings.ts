import { sealingKeys } from './secrets-settings.js';

/** What services read that keep webhooks' secrets, or use them (envalid specs). docs/operations.md tells of it. */
export function webhookSettings() {
  return {
    WEBHOOK_KEYS: sealingKeys({ desc: 'what webhooks’ secrets are sealed with: 32 bytes in base64, commas between' }),
  };
}
