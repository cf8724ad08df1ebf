import { DependencyUnavailable, pauseMs } from '@clarion/contracts';
import type { Logger } from '@clarion/observability';
import type { RawRecord } from './cloud-event.js';
import { pauseWhile, type Verdict } from './hand-over.js';
import type { KafkaPublisher } from './kafka-client.js';
import {
  mostRetries,
  toDeadLetter,
  topicsOfGroup,
  toRetry,
  type Cause,
  type Origin,
  type OutgoingRecord,
} from './set-aside.js';

export interface AsideOptions {
  group: string;
  logger: Logger;
  /** How long an event waits before it is retried; 10 s unless told. */
  retryDelayMs?: number;
}

/** Sets aside what could not be handled: to the group's retries, or to its dead letters. */
export class Aside {
  private readonly topics: ReturnType<typeof topicsOfGroup>;

  constructor(
    private readonly options: AsideOptions,
    private readonly publisher: KafkaPublisher,
  ) {
    this.topics = topicsOfGroup(options.group);
  }

  /** What is to be written for an event; nothing when it is done. */
  recordsFor(record: RawRecord, origin: Origin, { outcome, errorClass }: Verdict): OutgoingRecord[] {
    const { logger, retryDelayMs = 10_000 } = this.options;
    if (outcome.kind === 'done') return [];
    if (outcome.kind === 'skip') {
      logger.info({ ...origin, reason: outcome.reason }, 'event skipped');
      return [];
    }
    const attempted = { ...origin, attempts: origin.attempts + 1 };
    const cause = { errorClass, reason: outcome.reason };
    if (outcome.kind === 'reject' || attempted.attempts > mostRetries) return this.deadLetter(record, attempted, cause);
    const due = new Date(Date.now() + retryDelayMs);
    logger.warn({ ...attempted, ...cause, due }, 'event is to be retried');
    return [toRetry(this.topics.retry, record, attempted, cause, due)];
  }

  /** The record as a dead letter. */
  deadLetter(record: RawRecord, origin: Origin, cause: Cause): OutgoingRecord[] {
    this.options.logger.error({ ...origin, ...cause }, 'event goes to the dead letters');
    return [toDeadLetter(this.topics.deadLetters, record, origin, cause)];
  }

  /**
   * Writes them, however long Kafka is away. False when they could not be written and are not wanted any more.
   * @throws what Kafka says when it refuses them.
   */
  async write(records: OutgoingRecord[], isWanted: () => boolean): Promise<boolean> {
    for (let attempt = 1; ; attempt += 1) {
      try {
        await this.publisher.send(records);
        return true;
      } catch (error) {
        if (!(error instanceof DependencyUnavailable)) throw error;
        const waitMs = pauseMs(attempt, Math.random());
        this.options.logger.warn({ waitMs }, `events cannot be set aside now, trying again: ${error.message}`);
        await pauseWhile(isWanted, waitMs);
        if (!isWanted()) return false;
      }
    }
  }
}
