import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

const demos = join(import.meta.dirname, '../demos');

/** The text of a demo's file, such as `match-day/en.html`. */
export function readDemo(file: string): Promise<string> {
  return readFile(join(demos, file), 'utf8');
}

/** A demo's file of JSON. It is ours, so its shape is taken for granted. */
export async function readDemoJson<Content>(file: string): Promise<Content> {
  return JSON.parse(await readDemo(file)) as Content;
}
