import { isIdentifier } from '../identifier.js';

const maxLength = 255;

/** Makes the ids of a mapping's columns: names for templates, each given once. */
export class ColumnIds {
  /** `lineNum` is in every row. */
  private readonly taken = new Set(['lineNum']);

  /** The key itself where templates can name it; else its words in one: `regionName` of *Region name*. */
  idOf(key: string): { id: string; isTaken: boolean } {
    const wanted = isIdentifier(key) ? key : identifierOf(key);
    let id = wanted;
    for (let number = 2; this.taken.has(id); number += 1) id = `${wanted.slice(0, maxLength - 8)}_${number}`;
    this.taken.add(id);
    return { id, isTaken: id !== wanted };
  }
}

function identifierOf(key: string): string {
  const words = withoutAccents(key).match(/[\p{L}\p{N}]+/gu) ?? [];
  const [first = 'column', ...more] = words
    .map((word) => word.replace(/[^A-Za-z0-9]/g, ''))
    .filter((word) => word !== '');
  const name = [first.charAt(0).toLowerCase(), first.slice(1), ...more.map(capitalized)]
    .join('')
    .slice(0, maxLength - 1);
  return /^\d/.test(name) ? `_${name}` : name;
}

function capitalized(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}

function withoutAccents(text: string): string {
  return text.normalize('NFKD').replace(/\p{M}/gu, '').replaceAll('ß', 'ss');
}
