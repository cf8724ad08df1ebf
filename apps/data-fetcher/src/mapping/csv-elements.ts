import { CsvError, parse } from 'csv-parse';
import { Readable } from 'node:stream';
import { setImmediate as othersFirst } from 'node:timers/promises';
import type { Failure } from '../failure.js';
import { misfit, tooManyRows, unreadable } from './answer-failures.js';
import { CsvHeader } from './csv-header.js';
import type { AnswerText, Elements } from './elements.js';

/** Read in one go: a millisecond or two. */
const portionBytes = 8 * 1024;
const portionRows = 200;

type Rows = Record<string, unknown>[];

/** The rows of comma-separated values (RFC 4180), as texts by the names of the first line; empty lines are passed over. */
export function csvElements(answer: AnswerText): Elements | Failure {
  const { arrayPath } = answer.mapping;
  return arrayPath === '' ? csvRows(answer) : misfit('an answer of lines has no array, so no path of one');
}

async function* csvRows({ bytes, mapping, limits }: AnswerText): AsyncGenerator<Rows | Failure> {
  const records = Readable.from(portionsOf(bytes)).pipe(parse({ skip_empty_lines: true }));
  let header: CsvHeader | undefined;
  let rows: Rows = [];
  let failure: Failure | undefined;
  let count = -1;
  try {
    for await (const record of records as AsyncIterable<string[]>) {
      count += 1;
      if (header) rows.push(header.named(record));
      else header = new CsvHeader(record, mapping.columns);
      failure = count === 0 ? header.failure(limits) : failureOfCount(count, limits.maxRows);
      if (failure) break;
      if (rows.length === portionRows) {
        yield rows;
        rows = [];
      }
    }
  } catch (error) {
    failure = failureOf(error);
  }
  yield failure ?? (header ? rows : unreadable('the answer is empty'));
}

function failureOfCount(count: number, maxRows: number): Failure | undefined {
  return count > maxRows ? tooManyRows(maxRows) : undefined;
}

async function* portionsOf(bytes: Buffer): AsyncGenerator<Buffer> {
  for (let start = 0; start < bytes.length; start += portionBytes) {
    await othersFirst();
    yield bytes.subarray(start, start + portionBytes);
  }
}

/** What the parser says would show a piece of the answer. */
function failureOf(error: unknown): Failure {
  if (!(error instanceof CsvError)) throw error;
  // Of those before it the header is no row.
  const { records: row } = error as CsvError & { records?: number };
  const isUneven = error.code === 'CSV_RECORD_INCONSISTENT_FIELDS_LENGTH';
  return unreadable(
    isUneven ? `row ${row} has not as many fields as the header` : `the answer is not CSV (row ${row})`,
  );
}
