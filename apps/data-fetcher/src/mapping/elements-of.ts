import { isUtf8 } from 'node:buffer';
import { isFailure, type Failure } from '../failure.js';
import { misfit, unreadable } from './answer-failures.js';
import { answerFormat, type AnswerFormat } from './answer-format.js';
import { arrayElements } from './array-elements.js';
import { csvElements } from './csv-elements.js';
import type { AnswerText, Elements } from './elements.js';
import { flatElement } from './flat-element.js';
import { lineElements } from './line-elements.js';

const byteOrderMark = Buffer.from('\uFEFF');

/** What of an answer becomes rows: an answer that says what it is, and is UTF-8 (B-40); or why it cannot be read. */
export async function elementsOf(
  contentType: string | undefined,
  body: Buffer,
  rest: Omit<AnswerText, 'bytes'>,
): Promise<{ format: AnswerFormat; elements: Elements } | Failure> {
  const format = answerFormat(contentType);
  if (!format) return unreadable(`the answer is ${shown(contentType)}, not JSON, NDJSON or CSV in UTF-8`);
  if (!isUtf8(body)) return unreadable('the answer is not UTF-8');
  const hasMark = body.subarray(0, byteOrderMark.length).equals(byteOrderMark);
  const bytes = hasMark ? body.subarray(byteOrderMark.length) : body;
  if (format === 'json' && bytes.length === 0) return unreadable('the answer is empty');
  const answer = { ...rest, bytes };
  const elements = await readers[format](answer);
  return isFailure(elements) ? elements : { format, elements };
}

const readers: Record<AnswerFormat, (answer: AnswerText) => Elements | Failure | Promise<Elements | Failure>> = {
  json: (answer) => (isFlat(answer) ? flatElement(answer) : arrayElements(answer)),
  lines: (answer) => (isFlat(answer) ? notFlat : lineElements(answer)),
  csv: (answer) => (isFlat(answer) ? notFlat : csvElements(answer)),
};

const notFlat = misfit('an answer of lines cannot be flattened to one row');

function isFlat({ mapping }: AnswerText): boolean {
  return mapping.mode === 'flatten';
}

function shown(contentType: string | undefined): string {
  return contentType ? `of the type ${contentType.slice(0, 100)}` : 'of no type';
}
