import type { DeadLetter } from '@clarion/messaging';
import { sql, type Expression, type ExpressionBuilder, type Kysely, type SqlBool } from 'kysely';
import type { DeadLetterTables, LetterRow } from './dead-letter-tables.js';
import { letterOf, rowOf } from './letter-row.js';
import type { LetterMatch, LetterQuery } from './letter-query.js';
import type { LetterSelection } from './letter-selection.js';
import type { ListedRow } from './representation.js';

/** A letter as far as a replay needs it. */
export type ReplayableLetter = ReturnType<typeof letterOf>;

/** One replay publishes at most so much at once; a letter above the bytes goes alone. */
const maxLetters = 100;
const maxBytes = 4 * 1024 * 1024;

const listColumns = [
  'letter_id',
  'consumer_group',
  'topic',
  'partition',
  'offset',
  'key',
  'event_id',
  'event_type',
  'sandbox',
  'attempts',
  'error_class',
  'reason',
  'failed_at',
  'state',
  'changed_at',
] as const;

/** The table of dead letters. */
export class DeadLettersRepository {
  constructor(private readonly database: Kysely<DeadLetterTables>) {}

  /** Keeps them; those that are there already stay as they are. @returns how many were new. */
  async keep(letters: readonly DeadLetter[]): Promise<number> {
    // `rowOf` gives headers as JSON text, which is what the driver sends.
    const rows = letters.map(rowOf) as unknown as LetterRow[];
    const { numInsertedOrUpdatedRows = 0n } = await this.database
      .insertInto('dead_letters')
      .values(rows)
      .onConflict((conflict) => conflict.column('letter_id').doNothing())
      .executeTakeFirst();
    return Number(numInsertedOrUpdatedRows);
  }

  /** Newest first. */
  async list({ state, after, limit, ...match }: LetterQuery): Promise<ListedRow[]> {
    return this.database
      .selectFrom('dead_letters')
      .select(listColumns)
      .where((eb) => matching(eb, match))
      .$if(state !== undefined, (query) => query.where('state', '=', state ?? 'open'))
      .$if(after !== undefined, (query) => query.where('letter_id', '<', after ?? ''))
      .orderBy('letter_id', 'desc')
      .limit(limit)
      .execute();
  }

  async find(id: string, sandbox: string | undefined): Promise<LetterRow | undefined> {
    return this.database
      .selectFrom('dead_letters')
      .selectAll()
      .where('letter_id', '=', id)
      .where((eb) => matching(eb, { ...(sandbox !== undefined && { sandbox }) }))
      .executeTakeFirst();
  }

  /** How many are open: those of the sandbox and those of none that can be told, or all. */
  async openCount(sandbox?: string): Promise<number> {
    const { count } = await this.database
      .selectFrom('dead_letters')
      .select((eb) => eb.fn.countAll<string>().as('count'))
      .where('state', '=', 'open')
      .where((eb) => matching(eb, { ...(sandbox !== undefined && { sandbox }) }))
      .executeTakeFirstOrThrow();
    return Number(count);
  }

  /** How many are open in each of the groups, and in every other that has some. */
  async openByGroup(groups: readonly string[]): Promise<ReadonlyMap<string, number>> {
    const rows = await this.database
      .selectFrom('dead_letters')
      .select((eb) => ['consumer_group', eb.fn.countAll<string>().as('count')])
      .where('state', '=', 'open')
      .groupBy('consumer_group')
      .execute();
    const counted = rows.map(({ consumer_group, count }) => [consumer_group, Number(count)] as const);
    return new Map([...groups.map((group) => [group, 0] as const), ...counted]);
  }

  async newestId(): Promise<string | undefined> {
    const query = this.database.selectFrom('dead_letters').select('letter_id').orderBy('letter_id', 'desc').limit(1);
    return (await query.executeTakeFirst())?.letter_id;
  }

  async discard(selection: LetterSelection): Promise<number> {
    const { numUpdatedRows } = await this.database
      .updateTable('dead_letters')
      .set({ state: 'discarded', changed_at: sql`now()` })
      .where((eb) => selected(eb, selection))
      .executeTakeFirst();
    return Number(numUpdatedRows);
  }

  /**
   * Publishes the next open letters of a selection, oldest first, and marks them as replayed. Whoever replays the same
   * at the same time gets others.
   * @param range after which letter, up to which
   * @returns how many, and the last of them; undefined when there is none (any more)
   */
  async replayNext(
    selection: LetterSelection,
    range: { after: string; upTo: string },
    publish: (letters: ReplayableLetter[]) => Promise<void>,
  ): Promise<{ count: number; last: string } | undefined> {
    return this.database.transaction().execute(async (transaction) => {
      // A publisher that hangs loses its locks with its connection.
      await sql`set local idle_in_transaction_session_timeout = '20s'`.execute(transaction);
      const open = await transaction
        .selectFrom('dead_letters')
        .select(['letter_id', sql<number>`coalesce(octet_length(value), 0)`.as('bytes')])
        .where((eb) => selected(eb, selection))
        .where('letter_id', '>', range.after)
        .where('letter_id', '<=', range.upTo)
        .orderBy('letter_id')
        .limit(maxLetters)
        .forUpdate()
        .skipLocked()
        .execute();
      const ids = withinBytes(open);
      const last = ids.at(-1);
      if (last === undefined) return undefined;
      const these = transaction.selectFrom('dead_letters').selectAll().where('letter_id', 'in', ids);
      await publish((await these.orderBy('letter_id').execute()).map(letterOf));
      await transaction
        .updateTable('dead_letters')
        .set({ state: 'replayed', changed_at: sql`now()` })
        .where('letter_id', 'in', ids)
        .execute();
      return { count: ids.length, last };
    });
  }
}

type Letters = ExpressionBuilder<DeadLetterTables, 'dead_letters'>;

function matching(eb: Letters, match: LetterMatch & { sandbox?: string }): Expression<SqlBool> {
  const { group, topic, errorClass, sandbox } = match;
  return eb.and([
    ...(group === undefined ? [] : [eb('consumer_group', '=', group)]),
    ...(topic === undefined ? [] : [eb('topic', '=', topic)]),
    ...(errorClass === undefined ? [] : [eb('error_class', '=', errorClass)]),
    ...(sandbox === undefined ? [] : [eb.or([eb('sandbox', '=', sandbox), eb('sandbox', 'is', null)])]),
  ]);
}

function selected(eb: Letters, selection: LetterSelection): Expression<SqlBool> {
  const { sandbox } = selection;
  const match = 'match' in selection ? selection.match : {};
  return eb.and([
    eb('state', '=', 'open'),
    matching(eb, { ...match, ...(sandbox !== undefined && { sandbox }) }),
    ...('ids' in selection ? [eb('letter_id', 'in', selection.ids)] : []),
  ]);
}

function withinBytes(letters: readonly { letter_id: string; bytes: number }[]): string[] {
  let total = 0;
  const fitting = letters.filter(({ bytes }, index) => (total += bytes) <= maxBytes || index === 0);
  return fitting.map(({ letter_id }) => letter_id);
}
