import type { Static, TSchema } from '@sinclair/typebox';

/**
 * An event as the catalogue describes it. Its `type` is its CloudEvents `ce_type` and the name of its topic
 * (before the installation's prefix). Producers only add members within a major version; consumers ignore members
 * that they do not know.
 */
export interface EventDefinition<Schema extends TSchema = TSchema> {
  readonly type: string;
  /** What it says, as the AsyncAPI document tells people. */
  readonly summary: string;
  /** What its key is made of: events of one key keep their order. */
  readonly key: string;
  readonly schema: Schema;
  /** A compacted topic keeps the newest event of each key for ever; any other keeps all events for 14 days. */
  readonly isCompacted: boolean;
  /**
   * Anybody publishes it: its consumer gets data of any shape, refuses what does not fit, and says so to the producer. Of
   * any other event the transport does not let through what does not fit.
   */
  readonly isFromAnyone?: true;
}

/** The data of an event, as its schema says. */
export type EventData<Definition extends EventDefinition> = Static<Definition['schema']>;
