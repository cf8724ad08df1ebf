/** How an answer is written: one JSON value, a JSON value a line (NDJSON), or comma-separated values (RFC 4180). */
export type AnswerFormat = 'json' | 'lines' | 'csv';

const lineTypes = new Set(['application/x-ndjson', 'application/ndjson', 'application/jsonl']);

/**
 * What a content type says (B-40): `application/json` or a type that builds on it, such as `application/hal+json`; those of
 * NDJSON; `text/csv`. `undefined`: another one, or not UTF-8.
 */
export function answerFormat(contentType = ''): AnswerFormat | undefined {
  const [type = '', ...parameters] = contentType.split(';').map((part) => part.trim().toLowerCase());
  const charset = parameters.find((parameter) => parameter.startsWith('charset='));
  if (charset !== undefined && !/^charset="?utf-?8"?$/.test(charset)) return undefined;
  if (type === 'text/csv') return 'csv';
  if (lineTypes.has(type)) return 'lines';
  return /^application\/([\w.-]+\+)?json$/.test(type) ? 'json' : undefined;
}
