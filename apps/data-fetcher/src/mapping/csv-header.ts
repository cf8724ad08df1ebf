import type { AnswerLimits, DataColumn } from '@clarion/contracts';
import type { Failure } from '../failure.js';
import { mostRepeatedNames, namesRepeated, nameTooLong } from './answer-failures.js';

/** The first line of comma-separated values. Of a name that comes twice the last counts. */
export class CsvHeader {
  private readonly wanted: { key: string; index: number }[];

  constructor(
    private readonly names: readonly string[],
    columns: readonly DataColumn[],
  ) {
    const indexes = new Map(names.map((name, index) => [name, index]));
    this.wanted = [...new Set(columns.map(({ key }) => key))].flatMap((key) => {
      const index = indexes.get(key);
      return index === undefined ? [] : [{ key, index }];
    });
  }

  /** What its names must not be (B-45). */
  failure({ maxKeyLength }: Required<AnswerLimits>): Failure | undefined {
    if (this.names.some((name) => Array.from(name).length > maxKeyLength)) return nameTooLong(maxKeyLength);
    const repeated = this.names.length - new Set(this.names).size;
    return repeated > mostRepeatedNames ? namesRepeated() : undefined;
  }

  /** What columns want of a record, by name; what is empty is null. */
  named(record: readonly string[]): Record<string, unknown> {
    return Object.fromEntries(this.wanted.map(({ key, index }) => [key, record[index] || null]));
  }
}
