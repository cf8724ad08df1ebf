import { open, stat } from 'node:fs/promises';

/** The size of a file in bytes, 0 when there is none: where what is written from now on begins. */
export async function sizeOf(file: string): Promise<number> {
  try {
    return (await stat(file)).size;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return 0;
    throw error;
  }
}

/** What a file says from the byte `start` on, at most its last `maxBytes`. */
export async function textFrom(file: string, start: number, maxBytes = 256 * 1024): Promise<string> {
  const end = await sizeOf(file);
  const from = Math.max(start, end - maxBytes);
  if (end <= from) return '';
  const handle = await open(file);
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(end - from), 0, end - from, from);
    return buffer.toString('utf8', 0, bytesRead);
  } finally {
    await handle.close();
  }
}

/** The last `count` lines that are not empty, for an error message. */
export function lastLines(text: string, count: number): string {
  const lines = text.split('\n').filter((line) => line.trim() !== '');
  return lines.slice(-count).join('\n');
}
