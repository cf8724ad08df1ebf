import type { CampaignDataSource } from '@clarion/contracts';
import { anyMember } from '@clarion/personalization';
import type { FindingCode } from './finding.js';

/** The data sources of a campaign by their aliases; `undefined` where one cannot be told yet. */
export type KnownDataSources = ReadonlyMap<string, Pick<CampaignDataSource, 'mapping' | 'join'> | undefined>;

/** What is wrong with a path. */
export interface PathFault {
  code: FindingCode;
  detail: string;
}

/**
 * What is wrong with a path below `data` that a template reads; `undefined` where nothing is, or where it is hard to tell.
 * @param path the alias and what follows it, such as `weather`, `0`, `temperatureC`, with `anyMember` for each row.
 */
export function dataPathFault(path: readonly string[], sources: KnownDataSources): PathFault | undefined {
  const [alias, ...rest] = path;
  if (alias === undefined || alias === anyMember) return undefined;
  const whole = ['data', ...path].join('.');
  if (!sources.has(alias)) {
    return { code: 'PathUnknown', detail: `"${alias}" in ${whole} is no data source of the campaign.` };
  }
  const source = sources.get(alias);
  if (!source) return undefined;
  if (source.join.kind === 'row') return columnFault(rest[0], source, whole);
  const [row, column] = rest;
  if (row === undefined || row === 'length') return undefined;
  if (row === anyMember || /^\d+$/.test(row)) return columnFault(column, source, whole);
  const detail = `data.${alias} in ${whole} is a list of rows: go through it, or name one, as in data.${alias}.0.${row}.`;
  return { code: 'TypeMismatch', detail };
}

/** A column of the type *json* may have more below it. */
function columnFault(
  name: string | undefined,
  { mapping }: Pick<CampaignDataSource, 'mapping'>,
  whole: string,
): PathFault | undefined {
  if (name === undefined || name === anyMember || name === 'lineNum') return undefined;
  const column = mapping.columns.find(({ id }) => id === name);
  if (column && !column.isIgnored) return undefined;
  const what = column ? 'a column that the data source ignores' : 'no column of the data source';
  return { code: 'ColumnUnknown', detail: `"${name}" in ${whole} is ${what}.` };
}
