import { Stretch } from '@clarion/contracts';
import { LOGGER, type Logger } from '@clarion/observability';
import { Problem, problemOf, readJson, type Caller } from '@clarion/service';
import { Inject, Injectable } from '@nestjs/common';
import { acceptedAnswerOf } from './accepted-answer.js';
import type { BulkAnswer } from './bulk.answer.js';
import type { Call } from './call.js';
import { Executions } from './executions.js';
import { kindOf, wellFormedCall } from './well-formed-call.js';

/** Who sends a bulk, and how. */
export interface BulkSender {
  caller: Caller;
  traceparent: string;
  isPartial: boolean;
}

/** That of a body that comes alone. */
const largestItemBytes = 1024 * 1024;

/** Accepts many calls at once: each by itself, and the kept ones by few statements. */
@Injectable()
export class BulkExecutions {
  constructor(
    private readonly executions: Executions,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  /** One answer for each item, in their order. Of two of the same request the first one is the first. */
  async answersTo(items: readonly Buffer[], sender: BulkSender): Promise<BulkAnswer[]> {
    const stretch = new Stretch();
    const firstOf = new Map<string, Promise<BulkAnswer>>();
    const answers: Promise<BulkAnswer>[] = [];
    for (const item of items) {
      const call = await callOf(item, sender.isPartial);
      if (call instanceof Problem) answers.push(Promise.resolve(refused(call)));
      else {
        const request = JSON.stringify([call.body.campaignId, call.body.requestId]);
        const first = call.body.requestId === undefined ? undefined : firstOf.get(request);
        const answer = Promise.resolve(first).then(() => this.accept(call, sender));
        if (!first) firstOf.set(request, answer);
        answers.push(answer);
      }
      if (stretch.isLong()) await stretch.pause();
    }
    return Promise.all(answers);
  }

  private async accept(call: Call, { caller, traceparent }: BulkSender): Promise<BulkAnswer> {
    try {
      const { execution, isNew } = await this.executions.accept(call, caller, traceparent);
      return { status: 202, ...(!isNew && { isReplayed: true }), body: acceptedAnswerOf(call, execution) };
    } catch (error) {
      const problem = problemOf(error);
      if (problem) return refused(problem);
      this.logger.error({ err: error }, 'a call of a bulk failed');
      return refused(new Problem(500, 'InternalError', 'Something went wrong here; the log says what.'));
    }
  }
}

async function callOf(item: Buffer, isPartial: boolean): Promise<Call | Problem> {
  try {
    if (item.length > largestItemBytes) {
      throw new Problem(413, 'BodyTooLarge', `It has ${item.length} bytes; at most ${largestItemBytes} are taken.`);
    }
    const body = readJson(item);
    return await wellFormedCall(kindOf(body), { body, isPartial });
  } catch (error) {
    if (error instanceof Problem) return error;
    throw error;
  }
}

function refused(problem: Problem): BulkAnswer {
  const { retryAfterSeconds } = problem.details;
  return {
    status: problem.status,
    ...(retryAfterSeconds !== undefined && { retryAfterSeconds }),
    body: problem.toDocument(),
  };
}
