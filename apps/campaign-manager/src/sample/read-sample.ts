import { canBeStored } from '@clarion/service';
import { CsvError, parse as parseCsv } from 'csv-parse/sync';
import type { Fault } from '../fault.js';

/** How a data source answers. */
export type SampleFormat = 'json' | 'lines' | 'csv';

/** A sample that was read: of lines and of comma-separated values the list of all. */
export interface ReadSample {
  format: SampleFormat;
  value: unknown;
  /** As it was pasted; absent where it came as JSON. */
  text?: string;
}

/** Reads a sample, or says why it is none. What it says shows nothing of the sample. */
export function readSample(sample: unknown, contentType = 'application/json'): ReadSample | Fault {
  const format = formatOf(contentType);
  if (!format) return { pointer: '/contentType', detail: 'must be of JSON, NDJSON (application/x-ndjson) or text/csv' };
  const read = typeof sample === 'string' ? readText(sample, format) : { value: sample };
  if ('detail' in read) return { pointer: '/sample', detail: read.detail };
  if (!canBeStored(read.value)) {
    return {
      pointer: '/sample',
      detail: 'must be at most 100 levels deep, without NUL characters and numbers too large',
    };
  }
  return { format, ...read };
}

function formatOf(contentType: string): SampleFormat | undefined {
  const type = contentType.split(';')[0]?.trim().toLowerCase() ?? '';
  if (type === 'text/csv') return 'csv';
  if (/^application\/((x-)?ndjson|jsonl)$/.test(type)) return 'lines';
  return /^application\/([\w.-]+\+)?json$/.test(type) ? 'json' : undefined;
}

function readText(pasted: string, format: SampleFormat): { value: unknown; text: string } | { detail: string } {
  const text = pasted.replace(/^\uFEFF/, '');
  try {
    return { value: parsers[format](text), text };
  } catch (error) {
    if (!(error instanceof SyntaxError || error instanceof CsvError)) throw error;
    return { detail: `is no ${format === 'csv' ? 'CSV' : 'JSON'}${placeOf(error)}` };
  }
}

const parsers: Record<SampleFormat, (text: string) => unknown> = {
  json: (text) => JSON.parse(text) as unknown,
  lines: (text) =>
    text
      .split('\n')
      .filter((line) => line.trim() !== '')
      .map((line) => JSON.parse(line) as unknown),
  csv: (text) =>
    parseCsv(text, { columns: true, skip_empty_lines: true, cast: (field) => (field === '' ? null : field) }),
};

function placeOf(error: SyntaxError | CsvError): string {
  const place = / at position (\d+)/.exec(error.message)?.[1];
  if (place !== undefined) return ` (character ${Number(place) + 1})`;
  return error instanceof CsvError && typeof error['lines'] === 'number' ? ` (line ${error['lines']})` : '';
}
