import type { ColumnType } from '@clarion/contracts';

const whole = /^-?\d+$/;
const decimal = /^-?\d+(\.\d+)?(e[+-]?\d+)?$/i;

/** What a text of comma-separated values says where its column is not one of texts; itself where it says no such thing. */
export function typedText(text: string, type: ColumnType): string | number | boolean {
  if (type === 'integer' && whole.test(text)) return Number(text);
  if (type === 'float' && decimal.test(text)) return Number(text);
  if (type === 'boolean' && (text === 'true' || text === 'false')) return text === 'true';
  return text;
}
