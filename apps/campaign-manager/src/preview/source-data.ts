import type { CampaignDataSource } from '@clarion/contracts';
import { Injectable } from '@nestjs/common';
import type { SourceData } from '../dispatcher.js';
import type { DataSourceTestAnswer } from '../data-source/data-source-test.answer.js';
import { Fetcher } from '../fetcher.js';
import type { JsonObject } from '../json-object.js';
import type { DataChoice } from './data-choice.body.js';
import { memberOf } from './member-of.js';
import type { PreviewFinding } from './preview.answer.js';

/** For whom, and in which call, data sources are asked. */
export interface DataQuestion {
  sandbox: string;
  context: JsonObject;
  profile: JsonObject;
  choices: readonly DataChoice[];
}

/** The rows of all data sources, as far as there are any. */
export interface DataFound {
  data: Record<string, SourceData>;
  findings: PreviewFinding[];
}

interface Found {
  data?: SourceData;
  findings: Omit<PreviewFinding, 'pointer'>[];
}

const mostRows = 1_000;

/** Has the data-fetcher get the rows that a preview shows. */
@Injectable()
export class SourceDataLookup {
  constructor(private readonly fetcher: Fetcher) {}

  /** @throws ServiceUnavailable, Problem */
  async of(sources: readonly CampaignDataSource[], question: DataQuestion, traceparent: string): Promise<DataFound> {
    const found = await Promise.all(sources.map((source) => this.ofSource(source, question, traceparent)));
    const data = sources.flatMap(({ alias, onFailure }, index) => {
      const rows = found[index]?.data;
      if (rows !== undefined) return [[alias, rows] as const];
      return onFailure === 'ignore' ? [[alias, null] as const] : [];
    });
    const findings = found.flatMap((one, index) =>
      one.findings.map((finding) => ({ ...finding, pointer: `/dataSources/${index}` })),
    );
    return { data: Object.fromEntries(data), findings };
  }

  private async ofSource(source: CampaignDataSource, question: DataQuestion, traceparent: string): Promise<Found> {
    const { alias, policy } = source;
    const choice = question.choices.find((one) => one.alias === alias) ?? { alias, from: 'sample' as const };
    switch (choice.from) {
      case 'live': {
        const members = [memberOf(source.request, question.profile)];
        return this.tried(source, question, { context: question.context, members }, traceparent);
      }
      case 'snapshot':
        return this.kept(source, choice.snapshotId, question.sandbox);
      case 'sample': {
        const answer = choice.sample ?? policy?.sample;
        if (answer !== undefined) return this.tried(source, question, { answer }, traceparent);
        const detail = `Say where data.${alias} is from: live, a snapshot, or a sample, for its policy has none.`;
        return failed(source, 'DataNotChosen', detail);
      }
    }
  }

  private async tried(
    source: CampaignDataSource,
    { sandbox }: DataQuestion,
    withWhat: object,
    traceparent: string,
  ): Promise<Found> {
    const { alias, request, mapping, policy } = source;
    const trial = { sandbox, name: alias, request, mapping, ...(policy && { policy }), mostRows, ...withWhat };
    const outcome = await this.fetcher.test(trial, traceparent);
    if (!outcome.ok) {
      const { reason = 'DataSourceUnreachable', detail = 'no answer' } = outcome;
      return failed(source, reason, `data.${alias}: ${detail}`);
    }
    return { data: { rows: outcome.rows ?? [] }, findings: notesOf(alias, outcome) };
  }

  private async kept(source: CampaignDataSource, snapshotId: string, sandbox: string): Promise<Found> {
    const snapshot = await this.fetcher.snapshot(snapshotId, sandbox, 0);
    if (snapshot?.dataSourceId === source.dataSourceId) return { data: { snapshotId }, findings: [] };
    return failed(source, 'SnapshotNotFound', `The data source of data.${source.alias} has no snapshot ${snapshotId}.`);
  }
}

/** Where the campaign goes on without, that is no error. */
function failed({ onFailure }: CampaignDataSource, code: string, detail: string): Found {
  return { findings: [{ severity: onFailure === 'ignore' ? 'warning' : 'error', code, detail }] };
}

function notesOf(alias: string, { rowCount = 0, warnings }: DataSourceTestAnswer): Found['findings'] {
  const more = rowCount > mostRows ? [`Only the first ${mostRows} of its ${rowCount} rows are seen.`] : [];
  const code = 'DataSourceNoted';
  return [...warnings, ...more].map((note) => ({ severity: 'warning', code, detail: `data.${alias}: ${note}` }));
}
