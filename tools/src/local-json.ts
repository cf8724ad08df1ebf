import { renameSync, writeFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';

/** What scripts may know of a running stack. */
export interface LocalJson {
  /** Every service and `playground`, by name. */
  urls: Record<string, string>;
  pids: Record<string, number[]>;
  sandbox: string;
  apiKey: { id: string; secret: string };
  /** Id by the name of the demo. */
  campaigns: Record<string, string>;
}

/** Writes `local.json` whole and at once: a reader sees all of it, or none, and two writers do not meet. */
export function writeLocalJson(directory: string, content: LocalJson): void {
  const file = fileIn(directory);
  writeFileSync(`${file}.new`, `${JSON.stringify(content, undefined, 2)}\n`, { mode: 0o600 });
  renameSync(`${file}.new`, file);
}

/** Takes it away: nothing is up (any more). */
export async function removeLocalJson(directory: string): Promise<void> {
  await rm(fileIn(directory), { force: true });
}

function fileIn(directory: string): string {
  return join(directory, 'local.json');
}
