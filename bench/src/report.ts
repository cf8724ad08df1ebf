import type { ScenarioResult } from './scenario.js';

/** A scenario as machines read it. */
export function toJson({ details, ...figures }: ScenarioResult): object {
  return { ...figures, ...details };
}

/** The results for people: a table, and beneath it what else was measured. It is Markdown, too. */
export function tableOf(results: readonly ScenarioResult[], environment: Record<string, unknown>): string {
  const head = ['scenario', 'value', 'ceiling', 'ratio', 'lost', 'doubled'];
  const rows = results.map(({ name, value, unit, ceiling, ratio, lost, doubled }) => [
    name,
    `${text(value)} ${unit}`,
    `${text(ceiling)} ${unit}`,
    ratio.toFixed(2),
    String(lost),
    String(doubled),
  ]);
  const details = results.flatMap(({ name, details: more }) =>
    flat(more).map(([key, value]) => [name, key, value] as string[]),
  );
  const where = Object.entries(environment).map(([key, value]) => `${key}: ${String(value)}`);
  const also = table(['scenario', 'also', 'figure'], details);
  return [table(head, rows), also, where.join('\n')].join('\n\n');
}

/** A table in Markdown. */
export function table(head: string[], rows: string[][]): string {
  const widths = head.map((title, column) =>
    Math.max(...[title, ...rows.map((row) => row[column] ?? '')].map(({ length }) => length)),
  );
  const line = (row: string[]) => `| ${row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(' | ')} |`;
  return [line(head), line(widths.map((width) => '-'.repeat(width))), ...rows.map(line)].join('\n');
}

function text(value: number): string {
  return value.toLocaleString('en', { maximumSignificantDigits: 4 });
}

/** `{a: {b: 1}}` as `a b` and `1`. */
function flat(value: object): [name: string, text: string][] {
  return Object.entries(value).flatMap(([name, one]: [string, unknown]): [string, string][] => {
    if (typeof one === 'object' && one !== null) return flat(one).map(([inner, shown]) => [`${name} ${inner}`, shown]);
    return [[name, typeof one === 'number' ? text(one) : String(one)]];
  });
}
