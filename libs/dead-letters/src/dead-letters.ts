import { DeadLetterReader, KafkaPublisher, toReplay, type DeadLetter, type KafkaSettings } from '@clarion/messaging';
import type { Logger, Metrics } from '@clarion/observability';
import type { Kysely } from 'kysely';
import type { DeadLetterTables } from './dead-letter-tables.js';
import { DeadLettersRepository } from './dead-letters.repository.js';
import type { LetterQuery } from './letter-query.js';
import type { LetterSelection } from './letter-selection.js';
import { listed, whole, type Letter, type WholeLetter } from './representation.js';

export interface DeadLettersOptions {
  service: string;
  kafka: KafkaSettings;
  /** The service's consumer groups. */
  groups: readonly string[];
  /** Where the depth is shown: `clarion_dead_letters_open`, by group. */
  metrics?: Metrics;
  logger: Logger;
}

const beforeAll = '00000000-0000-0000-0000-000000000000';

/**
 * What a service's consumer groups could not handle, for people. The topics `<group>.dlq` are the record; they are read
 * into the table of `createDeadLetters`, which is listed, replayed and discarded from.
 */
export class DeadLetters {
  private readonly letters: DeadLettersRepository;
  private readonly publisher: KafkaPublisher;
  private readonly readers: DeadLetterReader[];

  constructor(
    database: Kysely<DeadLetterTables>,
    private readonly options: DeadLettersOptions,
  ) {
    const { service, kafka, groups, metrics, logger } = options;
    const keep = (letters: DeadLetter[]) => this.keep(letters);
    this.letters = new DeadLettersRepository(database);
    this.publisher = new KafkaPublisher(kafka, service, logger);
    this.readers = groups.map((group) => new DeadLetterReader({ ...kafka, group, keep, logger }));
    metrics?.readWhenScraped({
      name: 'clarion_dead_letters_open',
      help: 'Dead letters that nobody has replayed or discarded yet, by consumer group',
      label: 'group',
      read: () => this.letters.openByGroup(groups),
    });
  }

  /** Begins to read, in the background. */
  start(): void {
    for (const reader of this.readers) reader.start();
  }

  async stop(): Promise<void> {
    await Promise.all(this.readers.map((reader) => reader.stop()));
    await this.publisher.disconnect();
  }

  /** A page of letters, newest first, and how many are open in all. */
  async list(query: LetterQuery): Promise<{ deadLetters: Letter[]; open: number }> {
    const [rows, open] = await Promise.all([this.letters.list(query), this.letters.openCount(query.sandbox)]);
    return { deadLetters: rows.map(listed), open };
  }

  async find(id: string, sandbox?: string): Promise<WholeLetter | undefined> {
    const row = await this.letters.find(id, sandbox);
    return row && whole(row);
  }

  /**
   * Gives the open letters of a selection to their own groups again. What was published when it breaks off may be
   * published once more by a repeat.
   * @returns how many
   * @throws DependencyUnavailable
   */
  async replay(selection: LetterSelection): Promise<number> {
    // What fails again meanwhile is a new letter, and must not go round for ever.
    const upTo = await this.letters.newestId();
    let count = 0;
    for (let after: string | undefined = beforeAll; after !== undefined && upTo !== undefined;) {
      const replayed = await this.letters.replayNext(selection, { after, upTo }, (letters) =>
        this.publisher.send(letters.map((letter) => toReplay(letter, new Date()))),
      );
      count += replayed?.count ?? 0;
      after = replayed?.last;
    }
    if (count > 0) this.options.logger.info({ count }, 'dead letters replayed');
    return count;
  }

  /** @returns how many were open, and are discarded now. */
  async discard(selection: LetterSelection): Promise<number> {
    const count = await this.letters.discard(selection);
    if (count > 0) this.options.logger.info({ count }, 'dead letters discarded');
    return count;
  }

  private async keep(letters: DeadLetter[]): Promise<void> {
    const added = await this.letters.keep(letters);
    if (added === 0) return;
    const open = await this.letters.openCount();
    this.options.logger.warn({ group: letters[0]?.group, added, open }, 'there are more dead letters');
  }
}
