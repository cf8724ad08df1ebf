import type { CampaignDataSource } from '@clarion/contracts';
import { anyMember } from './template-scope.js';

/** The data sources of a campaign by their aliases; `undefined` where one cannot be told yet. */
export type KnownDataSources = ReadonlyMap<string, Pick<CampaignDataSource, 'mapping' | 'join'> | undefined>;

/**
 * What is wrong with a path below `data` that a template reads; `undefined` where nothing is, or where it is hard to tell.
 * @param path the alias and what follows it, such as `weather`, `0`, `temperatureC`, with `anyMember` for each row.
 */
export function dataPathFault(path: readonly string[], sources: KnownDataSources): string | undefined {
  const [alias, ...rest] = path;
  if (alias === undefined || alias === anyMember) return undefined;
  const whole = ['data', ...path].join('.');
  if (!sources.has(alias)) return `"${alias}" in ${whole} is no data source of the campaign.`;
  const source = sources.get(alias);
  if (!source) return undefined;
  if (source.join.kind === 'row') return columnFault(rest[0], source, whole);
  const [row, column] = rest;
  if (row === undefined || row === 'length') return undefined;
  if (row === anyMember || /^\d+$/.test(row)) return columnFault(column, source, whole);
  return `data.${alias} in ${whole} is a list of rows: go through it, or name one, as in data.${alias}.0.${row}.`;
}

/** A column of the type *json* may have more below it. */
function columnFault(
  name: string | undefined,
  { mapping }: Pick<CampaignDataSource, 'mapping'>,
  whole: string,
): string | undefined {
  if (name === undefined || name === anyMember || name === 'lineNum') return undefined;
  const column = mapping.columns.find(({ id }) => id === name);
  if (!column) return `"${name}" in ${whole} is no column of the data source.`;
  return column.isIgnored ? `"${name}" in ${whole} is a column that the data source ignores.` : undefined;
}
