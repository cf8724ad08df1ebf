import { lastLines } from '@clarion/testing';

interface Entry {
  level: number | string;
  msg: string;
  err?: { message?: string };
}

const severities: Record<number, string> = {
  10: 'trace',
  20: 'debug',
  30: 'info',
  40: 'warn',
  50: 'error',
  60: 'fatal',
};

/** The end of a program's log for people: of a structured line its level, message and error; any other line as it is. */
export function logExcerpt(text: string, count = 8): string {
  return lastLines(text, count).split('\n').map(readable).join('\n');
}

function readable(line: string): string {
  const entry = entryOf(line);
  if (!entry) return `  ${line}`;
  const severity = typeof entry.level === 'number' ? (severities[entry.level] ?? String(entry.level)) : entry.level;
  const reason = entry.err?.message;
  return `  ${severity}: ${entry.msg}${reason && !entry.msg.includes(reason) ? `: ${reason}` : ''}`;
}

function entryOf(line: string): Entry | undefined {
  if (!line.startsWith('{')) return undefined;
  try {
    const entry = JSON.parse(line) as Partial<Entry>;
    return entry.level !== undefined && entry.msg !== undefined ? (entry as Entry) : undefined;
  } catch {
    return undefined; // a line that only looks like one of ours is shown as it is
  }
}
