import type { Failure } from '../failure.js';
import { misfit } from './answer-failures.js';
import type { AnswerText, Elements } from './elements.js';
import { JsonScanner } from './json-scanner.js';
import { kindOf } from './kind-of.js';
import { parsedElements } from './parsed-elements.js';
import { pointerFault } from './pointer-fault.js';
import { RowPortions } from './row-portions.js';
import { scan } from './scan.js';
import { scannedValue } from './scanned-value.js';
import { Wanted } from './wanted.js';

/** The elements of the array that a JSON pointer names (B-43); empty: of the answer itself. */
export async function arrayElements(answer: AnswerText): Promise<Elements | Failure> {
  const { bytes, limits, stretch } = answer;
  const { arrayPath } = answer.mapping;
  const root = new Wanted();
  const array = root.at(arrayPath);
  array.rows = new RowPortions();
  const fault = pointerFault(arrayPath, limits.maxDepth);
  if (fault !== undefined) return misfit(fault);
  const failure = await scan(new JsonScanner(bytes, limits), { start: 0, end: bytes.length }, root, stretch);
  if (failure) return failure;
  if (!array.found) return misfit(`the answer has no ${arrayPath}`);
  const found = scannedValue(bytes, array.found, false);
  if (!Array.isArray(found)) return misfit(`${arrayPath || 'the answer'} must be an array, but is ${kindOf(found)}`);
  return parsedElements(answer, array.rows.portions, 'comma');
}
