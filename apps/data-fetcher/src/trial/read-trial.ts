import type { DataRow, DataSourceMapping } from '@clarion/contracts';
import { contentOf } from '../content-of.js';
import { isFailure } from '../failure.js';
import type { Page } from '../mapping/map-answer.js';
import type { PagesEnd } from '../pagination/pages.js';
import type { Trial, TrialResult } from './trial.js';

type Reading = Omit<TrialResult, 'status' | 'headers' | 'durationMs' | 'bytes'>;

const shownRows = 20;

/** What an answer says, read as executions would read it. */
export async function readTrial({ result }: PagesEnd, trial: Trial): Promise<Reading> {
  if (result === 'interrupted') throw new Error('Nobody breaks off a trial');
  if (isFailure(result)) return { ok: false, reason: result.reason, detail: result.detail, warnings: [] };
  return readPages(result, trial, trial.request.pagination ? ['Only the first page was asked for.'] : []);
}

/** What an answer that is given says, read the same. */
export async function readSample(answer: unknown, trial: Trial): Promise<Reading & { bytes: number }> {
  const body = Buffer.from(JSON.stringify(answer));
  return { ...(await readPages([{ contentType: 'application/json', body }], trial, [])), bytes: body.length };
}

async function readPages(pages: readonly Page[], trial: Trial, warnings: string[]): Promise<Reading> {
  const { mapping, policy, mostRows = shownRows } = trial;
  if (!mapping) return { ok: true, warnings: [...warnings, 'It has no mapping yet: the answer was not read.'] };
  return readMapped(pages, { mapping, ...(policy && { policy }) }, { warnings, mostRows });
}

async function readMapped(
  pages: readonly Page[],
  source: Pick<Trial, 'policy'> & { mapping: DataSourceMapping },
  { warnings, mostRows }: { warnings: string[]; mostRows: number },
): Promise<Reading> {
  const content = await contentOf(pages, source);
  if (isFailure(content)) return { ok: false, reason: content.reason, detail: content.detail, warnings };
  const { json, rowCount, rejectedCount, rejected } = content;
  return {
    ok: true,
    rows: (JSON.parse(json) as DataRow[]).slice(0, mostRows),
    rowCount,
    rejectedCount,
    rejected: rejected.slice(0, shownRows),
    columns: columnsOf(source.mapping),
    warnings: [
      ...warnings,
      ...(rowCount === 0 ? ['The answer has no rows.'] : []),
      ...(rejectedCount > 0 ? [`Rows that do not fit were put aside: ${rejectedCount}.`] : []),
    ],
  };
}

function columnsOf({ columns }: DataSourceMapping): NonNullable<Reading['columns']> {
  return columns
    .filter(({ isIgnored }) => isIgnored !== true)
    .map(({ id, label, type }) => ({ id, ...(label !== undefined && { label }), type }));
}
