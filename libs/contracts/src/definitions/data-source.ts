/** What is asked of an external REST endpoint (Adobe Campaign's External API activity, B-10 to B-30). */
export interface DataSourceRequest {
  method: 'POST';
  /** `https:`, unless its host and port are on the fetcher's development allow-list. */
  url: string;
  /** Adds `params.count`: how many members the run has (B-11). */
  addCount: boolean;
  /** What is told of the members: each distinct combination of values is one object of `data` (B-12). */
  inboundColumns: InboundColumn[];
  /** Merged into `params` (B-13). */
  params: Record<string, unknown>;
  /** How long one call may take, at most 60,000 (B-42). */
  timeoutMs: number;
}

export interface InboundColumn {
  /** The name of the value in `data`. */
  key: string;
  /** The path of a profile attribute, such as `homeAddress.city`. */
  attribute: string;
}

/** How the answer becomes rows, in array mode: each element of one array is a row (B-43, B-44). */
export interface DataSourceMapping {
  /** JSON pointer of the array, such as `/weather`; empty when the answer is the array itself. */
  arrayPath: string;
  /** In their order. A row also has `lineNum`, its number from 1. */
  columns: DataColumn[];
}

export interface DataColumn {
  /** The name by which templates know it. */
  id: string;
  /** The name of the value in the answer's objects. */
  key: string;
  type: ColumnType;
}

export const columnTypes = ['text', 'integer', 'float', 'boolean', 'date', 'time', 'date-time'] as const;

export type ColumnType = (typeof columnTypes)[number];

/** A row of a snapshot: `lineNum` and the mapping's columns. Dates and times are texts, as they came. */
export type DataRow = Record<string, string | number | boolean | null> & { lineNum: number };

/** A data source as a campaign's version carries it: templates know its rows as `data.<alias>`. */
export interface CampaignDataSource {
  alias: string;
  dataSourceId: string;
  request: DataSourceRequest;
  mapping: DataSourceMapping;
  join: Join;
}

/**
 * Which rows a recipient sees. *all*: every one, in their order. *match*: those whose `column` equals the recipient's
 * profile attribute, in their order; a recipient for whom there is none gets no message.
 */
export type Join = { kind: 'all' } | { kind: 'match'; column: string; attribute: string };
