import { Type } from '@sinclair/typebox';
import type { ComponentSchemas, Schema } from './component-schemas.js';
import { headersOf } from './described.js';
import { problem } from './problem.answer.js';
import type { Refusals } from './refuses.js';

const retryAfter = Type.Integer({ minimum: 0, description: 'After how many seconds it may go well.' });
const retried = new Set([429, 503]);

/** The answers of a document that refuse, each named by its status and codes, as many routes have the same. */
export class RefusalAnswers {
  private readonly answers = new Map<string, Schema>();

  constructor(private readonly schemas: ComponentSchemas) {}

  /** All of them, by their names. */
  all(): Record<string, Schema> {
    return Object.fromEntries([...this.answers].sort(([one], [other]) => (one < other ? -1 : 1)));
  }

  /** References to those of a route, by status. @param told the headers of the answer to who asks too often */
  of(refusals: Refusals, told: Schema): Record<string, Schema> {
    return Object.fromEntries([...refusals].map(([status, codes]) => [status, this.answer(status, codes, told)]));
  }

  private answer(status: number, codes: readonly string[], told: Schema): Schema {
    const own = status === 429 ? told : {};
    const name = [status, ...codes, ...Object.keys(own)].join('.');
    if (!this.answers.has(name)) {
      const headers = { ...own, ...(retried.has(status) && headersOf({ 'Retry-After': retryAfter })) };
      const answer = {
        description: codes.join(', '),
        ...(Object.keys(headers).length > 0 && { headers }),
        content: this.contentOf(codes),
      };
      this.answers.set(name, this.schemas.lifted(answer) as Schema);
    }
    return { $ref: `#/components/responses/${name}` };
  }

  /** Their body: a problem document. */
  contentOf(codes: readonly string[]): Schema {
    const schema = { ...(this.schemas.lifted(problem) as Schema), properties: { code: { enum: codes } } };
    return { 'application/problem+json': { schema } };
  }
}
