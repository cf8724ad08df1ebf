import { sealingKeys } from './secrets-settings.js';

/** What services read that make links for recipients, or answer them (envalid specs). docs/operations.md tells of it. */
export function linkSettings() {
  return {
    LINK_KEYS: sealingKeys({ desc: 'what recipients’ links are sealed with: 32 bytes in base64, commas between' }),
  };
}
