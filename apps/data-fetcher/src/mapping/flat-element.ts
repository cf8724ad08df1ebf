import type { Failure } from '../failure.js';
import { misfit } from './answer-failures.js';
import type { AnswerText, Elements } from './elements.js';
import { JsonScanner } from './json-scanner.js';
import { pointerFault } from './pointer-fault.js';
import { scan } from './scan.js';
import { wantedMembers } from './wanted-members.js';
import { Wanted } from './wanted.js';

/** The whole answer as one element, whose members are named by their JSON pointers (B-15). */
export async function flatElement(answer: AnswerText): Promise<Elements | Failure> {
  const { bytes, limits, stretch } = answer;
  const { columns } = answer.mapping;
  const root = new Wanted();
  for (const { key } of columns) {
    // A value may stand in what is as deep as may be.
    const fault = pointerFault(key, limits.maxDepth + 1);
    if (fault !== undefined) return misfit(fault);
    root.at(key);
  }
  const failure = await scan(new JsonScanner(bytes, limits), { start: 0, end: bytes.length }, root, stretch);
  return failure ?? [[wantedMembers(bytes, columns, (key) => root.at(key))]];
}
