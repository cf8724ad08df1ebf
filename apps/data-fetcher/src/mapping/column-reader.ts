import type { ColumnType, DataColumn, Remapping } from '@clarion/contracts';
import { columnValue, expectedOf, type Cell } from './column-value.js';
import { kindOf } from './kind-of.js';
import { Misfit } from './misfit.js';
import { typedText } from './typed-text.js';

/**
 * Reads the values of one column (B.4, column format options): it remaps them, then looks for null, for the type, for the
 * length, and whatever does not fit is what `onError` says.
 */
export class ColumnReader {
  private readonly remapped: ReadonlyMap<string, string | number | boolean | null>;

  constructor(
    private readonly column: DataColumn,
    /** The answer says everything as a text. */
    private readonly fromTexts: boolean,
  ) {
    this.remapped = new Map(column.remap?.values.map(({ from, to }) => [from, to]));
  }

  /** `undefined` is a value that is missing. */
  read(value: unknown): Cell | Misfit {
    const cell = this.fitting(value);
    if (!(cell instanceof Misfit)) return cell;
    if (this.column.onError === 'ignore-value') return null;
    return this.column.onError === 'default' ? this.defaultOr(cell) : cell;
  }

  private fitting(value: unknown): Cell | Misfit {
    if (value === undefined) return this.misfit(value);
    const { remap } = this.column;
    const remapped = remap && value !== null ? this.remap(value, remap) : value;
    if (remapped instanceof Misfit) return remapped;
    return remapped === null ? this.ofNull() : this.typed(remapped);
  }

  private remap(value: unknown, { otherwise = 'keep' }: Remapping): unknown {
    const text = columnValue(value, 'text');
    const to = typeof text === 'string' ? this.remapped.get(text) : undefined;
    if (to !== undefined) return to;
    if (otherwise === 'keep') return value;
    const misfit = new Misfit(`${this.column.key} must be one of the values that are remapped`);
    return otherwise === 'default' ? this.defaultOr(misfit) : misfit;
  }

  private ofNull(): Cell | Misfit {
    const { onNull = 'keep' } = this.column;
    if (onNull === 'keep') return null;
    return onNull === 'default' ? this.defaultOr(this.misfit(null)) : this.misfit(null);
  }

  private typed(value: unknown): Cell | Misfit {
    const { key, type, maxLength } = this.column;
    const cell = columnValue(this.fromTexts && typeof value === 'string' ? typedText(value, type) : value, type);
    if (cell === undefined) return this.misfit(value);
    if (type !== 'text' || maxLength === undefined || !isLonger(cell as string, maxLength)) return cell;
    return new Misfit(`${key} must have at most ${maxLength} characters`);
  }

  /** A default that is not of the column's type is none. */
  private defaultOr(misfit: Misfit): Cell | Misfit {
    const { type, default: instead } = this.column;
    return (instead === undefined ? undefined : columnValue(instead, type)) ?? misfit;
  }

  private misfit(value: unknown): Misfit {
    const { key, type } = this.column;
    const kind = typeof value === 'string' && formedTexts.has(type) ? 'another text' : kindOf(value);
    return new Misfit(`${key} must be ${expectedOf(type)}, but is ${kind}`);
  }
}

/** Their values are texts of a form. */
const formedTexts: ReadonlySet<ColumnType> = new Set(['date', 'time', 'date-time']);

function isLonger(text: string, maxLength: number): boolean {
  return text.length > maxLength && Array.from(text).length > maxLength;
}
