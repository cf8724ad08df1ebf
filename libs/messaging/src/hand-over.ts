import { DependencyUnavailable, pauseMs, ServiceUnavailable } from '@clarion/contracts';
import type { Logger } from '@clarion/observability';
import { setTimeout as sleep } from 'node:timers/promises';
import { isObservable, lastValueFrom } from 'rxjs';
import { reject, retry, type Outcome } from './outcome.js';

/** An event as far as it is told where it lies. */
export interface Placed {
  topic: string;
  partition: number;
  offset: string;
}

/** Answers with one outcome per event; what Nest made of a method with `@EventPattern` does so, too. */
export type BatchHandler<Event> = (batch: Event[]) => Promise<unknown>;

/** An event's outcome, and what stood behind it. */
export interface Verdict {
  outcome: Outcome;
  /** The class of the error that was thrown, else the kind of the outcome. */
  errorClass: string;
}

/** How often an event may throw by surprise, alone, before it goes to the dead letters. */
const mostSurprises = 3;

/**
 * Hands events of one topic to their handler until each has a verdict.
 *
 * - It throws `DependencyUnavailable`: the same events again after a growing pause.
 * - It throws `ServiceUnavailable`: all of them are to be retried.
 * - It throws anything else, or answers with the wrong number of outcomes: one event at a time; an event that throws
 *   alone three times is rejected.
 *
 * @returns `undefined` when they are not wanted any more
 */
export async function handOver<Event extends Placed>(
  handler: BatchHandler<Event>,
  events: Event[],
  isWanted: () => boolean,
  logger: Logger,
): Promise<Verdict[] | undefined> {
  let surprises = 0;
  for (let attempt = 1; isWanted(); attempt += 1) {
    try {
      const outcomes = await outcomesOf(handler, events);
      return outcomes.map((outcome) => ({ outcome, errorClass: outcome.kind }));
    } catch (error) {
      const { name, message } = error instanceof Error ? error : new Error(String(error));
      if (error instanceof ServiceUnavailable) return events.map(() => ({ outcome: retry(message), errorClass: name }));
      const isSurprise = !(error instanceof DependencyUnavailable);
      if (isSurprise && events.length > 1) return oneByOne(handler, events, isWanted, logger);
      if (isSurprise) surprises += 1;
      if (surprises === mostSurprises) return [{ outcome: reject(message), errorClass: name }];
      const waitMs = pauseMs(attempt, Math.random());
      const { topic = '', partition, offset } = events[0] ?? {};
      const fields = { topic, partition, offset, waitMs };
      if (isSurprise) logger.error({ ...fields, err: error }, 'an event failed by surprise, trying again');
      else logger.warn(fields, `a batch waits: ${message}`);
      await pauseWhile(isWanted, waitMs);
    }
  }
  return undefined;
}

/** Waits for so long, or until it is not wanted any more. */
export async function pauseWhile(isWanted: () => boolean, durationMs: number): Promise<void> {
  const end = Date.now() + durationMs;
  while (isWanted() && Date.now() < end) await sleep(Math.min(200, Math.max(1, end - Date.now())));
}

async function oneByOne<Event extends Placed>(
  handler: BatchHandler<Event>,
  events: Event[],
  isWanted: () => boolean,
  logger: Logger,
): Promise<Verdict[] | undefined> {
  const verdicts: Verdict[] = [];
  for (const event of events) {
    const alone = await handOver(handler, [event], isWanted, logger);
    if (!alone) return undefined;
    verdicts.push(...alone);
  }
  return verdicts;
}

async function outcomesOf<Event>(handler: BatchHandler<Event>, events: Event[]): Promise<Outcome[]> {
  const answer = await handler(events);
  const outcomes = (isObservable(answer) ? await lastValueFrom(answer) : answer) as Outcome[];
  if (!Array.isArray(outcomes) || outcomes.length !== events.length) {
    throw new TypeError(`A handler must answer with one outcome per event (${events.length})`);
  }
  return outcomes;
}
