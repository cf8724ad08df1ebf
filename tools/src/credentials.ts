import { randomBytes } from 'node:crypto';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** The secrets of a local stack, made once and kept with its data. */
export interface Credentials {
  apiKey: { id: string; secret: string };
  /** Opens the services' internal ports to each other. */
  serviceToken: string;
  /** What data sources' secrets are sealed with (`SECRETS_KEYS`). */
  secretsKeys: string;
  /** What recipients' links are sealed with (`LINK_KEYS`). */
  linkKeys: string;
  /** What webhooks' secrets are sealed with (`WEBHOOK_KEYS`). */
  webhookKeys: string;
}

/**
 * Reads the credentials of this directory, or makes them (readable by the owner only). One that an earlier version did not
 * make yet is added.
 */
export async function credentialsOf(directory: string): Promise<Credentials> {
  const file = join(directory, 'credentials.json');
  const kept = await keptIn(file);
  if (kept.apiKey && kept.serviceToken && kept.secretsKeys && kept.linkKeys && kept.webhookKeys)
    return kept as Credentials;
  const credentials: Credentials = {
    apiKey: { id: `ck_${randomBytes(9).toString('hex')}`, secret: `cs_${randomBytes(24).toString('hex')}` },
    serviceToken: randomBytes(24).toString('hex'),
    secretsKeys: randomBytes(32).toString('base64'),
    linkKeys: randomBytes(32).toString('base64'),
    webhookKeys: randomBytes(32).toString('base64'),
    ...kept,
  };
  await mkdir(directory, { recursive: true });
  await writeFile(`${file}.new`, `${JSON.stringify(credentials, undefined, 2)}\n`, { mode: 0o600 });
  await rename(`${file}.new`, file);
  return credentials;
}

async function keptIn(file: string): Promise<Partial<Credentials>> {
  try {
    return JSON.parse(await readFile(file, 'utf8')) as Partial<Credentials>;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    return {};
  }
}
