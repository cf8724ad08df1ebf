const keyBytes = 32;

/**
 * Reads the setting `SECRETS_KEYS`: keys of 32 bytes in base64, with commas between, the one that seals first.
 * @throws RangeError that says what is wrong, and shows nothing of it.
 */
export function readSecretsKeys(setting: string): Buffer[] {
  return setting.split(',').map((text, index) => {
    const encoded = text.trim();
    const key = Buffer.from(encoded, 'base64');
    if (key.length === keyBytes && key.toString('base64') === encoded) return key;
    throw new RangeError(`key ${index + 1} must be ${keyBytes} bytes in base64, such as of: openssl rand -base64 32`);
  });
}
