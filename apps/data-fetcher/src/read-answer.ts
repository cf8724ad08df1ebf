import { isUtf8 } from 'node:buffer';
import type { Failure } from './failure.js';

const byteOrderMark = '\uFEFF';

/** What a data source answered: JSON, in UTF-8, and said to be JSON (B-40), or why it cannot be read. */
export function readAnswer(contentType: string | undefined, body: Buffer): { value: unknown } | Failure {
  if (!isJsonType(contentType)) return unreadable(`the answer is ${shown(contentType)}, not application/json`);
  if (!isUtf8(body)) return unreadable('the answer is not UTF-8');
  const text = body.toString('utf8');
  try {
    return { value: JSON.parse(text.startsWith(byteOrderMark) ? text.slice(1) : text) };
  } catch {
    // What JSON.parse says would show a piece of the answer.
    return unreadable(body.length === 0 ? 'the answer is empty' : 'the answer is not JSON');
  }
}

function unreadable(detail: string): Failure {
  return { reason: 'DataSourceAnswerUnreadable', detail };
}

/** `application/json`, or a type that builds on it, such as `application/hal+json`; in UTF-8 where it says so. */
function isJsonType(contentType = ''): boolean {
  const [type = '', ...parameters] = contentType.split(';').map((part) => part.trim().toLowerCase());
  const charset = parameters.find((parameter) => parameter.startsWith('charset='));
  const isUtf8Named = charset === undefined || /^charset="?utf-?8"?$/.test(charset);
  return isUtf8Named && /^application\/([\w.-]+\+)?json$/.test(type);
}

function shown(contentType: string | undefined): string {
  return contentType ? `of the type ${contentType.slice(0, 100)}` : 'of no type';
}
