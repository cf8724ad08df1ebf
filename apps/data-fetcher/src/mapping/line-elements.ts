import { isFailure, type Failure } from '../failure.js';
import { misfit, tooManyRows, unreadable } from './answer-failures.js';
import type { AnswerText, Elements } from './elements.js';
import { JsonScanner } from './json-scanner.js';
import { parsedElements } from './parsed-elements.js';
import { RowPortions } from './row-portions.js';
import { scan } from './scan.js';
import { Wanted } from './wanted.js';

const lineFeed = 0x0a;
const blanks = /^[ \t\r]*$/;

/** The values of NDJSON: one a line; empty lines are passed over. */
export async function lineElements(answer: AnswerText): Promise<Elements | Failure> {
  if (answer.mapping.arrayPath !== '') return misfit('an answer of lines has no array, so no path of one');
  const rows = await scannedLines(answer);
  return isFailure(rows) ? rows : parsedElements(answer, rows.portions, 'line-feed');
}

async function scannedLines({ bytes, limits, stretch }: AnswerText): Promise<RowPortions | Failure> {
  const scanner = new JsonScanner(bytes, limits);
  const rows = new RowPortions();
  const nothing = new Wanted();
  for (let start = 0, line = 1; start < bytes.length; line += 1) {
    const end = lineEnd(bytes, start);
    if (!isEmpty(bytes, start, end)) {
      const failure = await scan(scanner, { start, end }, nothing, stretch);
      if (failure) return atLine(failure, line);
      rows.add(start, end);
      if (rows.count > limits.maxRows) return tooManyRows(limits.maxRows);
    }
    start = end + 1;
    if (stretch.isLong()) await stretch.pause();
  }
  return rows;
}

function atLine({ detail }: Failure, line: number): Failure {
  return unreadable(`${detail} (line ${line})`);
}

function lineEnd(bytes: Buffer, start: number): number {
  const end = bytes.indexOf(lineFeed, start);
  return end === -1 ? bytes.length : end;
}

function isEmpty(bytes: Buffer, start: number, end: number): boolean {
  return end === start || (isBlank(bytes[start]) && blanks.test(bytes.toString('latin1', start, end)));
}

function isBlank(byte: number | undefined): boolean {
  return byte === 0x20 || byte === 0x09 || byte === 0x0d;
}
