import type { DataColumn } from '@clarion/contracts';
import { isPlainText } from '@clarion/service';
import { ColumnIds } from './column-ids.js';
import { proposedType, type ProposedType } from './proposed-type.js';
import type { SampleWarning } from './parsed-sample.answer.js';

/** What a sample has under one key. */
export interface SampleColumn {
  /** The name of a member; of a flattened answer a JSON pointer. */
  key: string;
  /** The names that lead to it, one in an array's element. */
  names: readonly string[];
  values: readonly unknown[];
  /** In how many elements it is missing, of how many. */
  missing: number;
  elements: number;
}

/** Columns for a mapping, as it takes them. */
export interface ProposedColumns {
  columns: DataColumn[];
  /** The ids of those that are null somewhere. */
  nullable: string[];
  warnings: SampleWarning[];
}

const maxColumns = 150;
const maxNameLength = 255;
const maxPointerLength = 2_000;
const maxLabelLength = 255;

/** Proposes a column for each key that can have one. */
export function proposeColumns(found: readonly SampleColumn[], fromTexts: boolean): ProposedColumns {
  const warnings: SampleWarning[] = [];
  const usable = found.filter(({ key, names }) => {
    const warning = keyWarning(key, names);
    if (warning) warnings.push(warning);
    return !warning;
  });
  if (usable.length > maxColumns) warnings.push(tooMany(usable.length));
  const ids = new ColumnIds();
  const proposed = usable.slice(0, maxColumns).map((column) => {
    const label = column.names.join(' ').slice(0, maxLabelLength);
    const { id, isTaken } = ids.idOf(label);
    const present = column.values.filter((value) => value !== null);
    const type = proposedType(present, fromTexts);
    warnings.push(...columnWarnings(column, type, isTaken ? id : undefined));
    return {
      column: { id, label, key: column.key, type: type.type },
      isNullable: present.length < column.values.length,
    };
  });
  return {
    columns: proposed.map(({ column }) => column),
    nullable: proposed.filter(({ isNullable }) => isNullable).map(({ column }) => column.id),
    warnings,
  };
}

function keyWarning(key: string, names: readonly string[]): SampleWarning | undefined {
  if (key.length > maxPointerLength || names.some((name) => Array.from(name).length > maxNameLength)) {
    const shown = `${key.slice(0, 40)}…`;
    return {
      code: 'KeyTooLong',
      detail: `A key with a name of more than ${maxNameLength} characters, ${shown}, has no column.`,
    };
  }
  if (key.trim() !== '' && isPlainText(key)) return undefined;
  return { code: 'UnusableKey', key, detail: 'A key that is blank or has control characters has no column.' };
}

function columnWarnings(
  { key, missing, elements }: SampleColumn,
  { type, isMixed, isInexact }: ProposedType,
  otherId: string | undefined,
): SampleWarning[] {
  const warnings: [SampleWarning['code'], string][] = [];
  if (isMixed) warnings.push(['MixedTypes', `Its values are of several types; as ${type} it takes all of them.`]);
  else if (type === 'json') warnings.push(['NestedValue', 'It has objects or lists, which are taken as they are.']);
  if (isInexact) warnings.push(['InexactNumber', 'It has whole numbers above 2^53, which are not exact as numbers.']);
  if (missing > 0) {
    const detail = `It is missing in ${missing} of ${elements}: such an answer does not fit unless onError says otherwise.`;
    warnings.push(['MissingValue', detail]);
  }
  if (otherId !== undefined) warnings.push(['SameId', `Another column has its id already, so it is ${otherId}.`]);
  return warnings.map(([code, detail]) => ({ code, key, detail }));
}

function tooMany(count: number): SampleWarning {
  return {
    code: 'TooManyColumns',
    detail: `It has ${count} keys, and a mapping at most ${maxColumns} columns: the first are proposed.`,
  };
}
