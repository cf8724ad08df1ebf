export const requestMethods = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'] as const;

export type RequestMethod = (typeof requestMethods)[number];

/**
 * What is asked of an external REST endpoint (Adobe Campaign's External API activity, B-10 to B-30). `url`, `query`,
 * `headers` and `body` are templates over `params`, `campaign` (`id`, `version`, `name`), `execution` (`id`,
 * `acceptedAt`) and the `context` of the call.
 */
export interface DataSourceRequest {
  method: RequestMethod;
  /** `https:`, unless its host and port are on the fetcher's development allow-list. Its host holds no template. */
  url: string;
  query?: NamedTemplate[];
  /** Beside those that are always sent; reserved names are refused (B-32). */
  headers?: NamedTemplate[];
  /**
   * Absent: `{"params":{…},"data":[…]}` (B-30) where the method has a body, which GET and DELETE have not. A body of one's own
   * is JSON once it is rendered, and GET can have none: `{{path}}` stands between quotes, `{{{path}}}` for a whole value.
   */
  body?: string;
  /** How the caller proves who it is; absent: it does not. */
  auth?: DataSourceAuth;
  /** Absent: one call has all of the answer. */
  pagination?: Pagination;
  /** Adds `params.count`: how many members the run has (B-11). */
  addCount: boolean;
  /** What is told of the members: each distinct combination of values is one object of `data` (B-12). */
  inboundColumns: InboundColumn[];
  /** Merged into `params` (B-13). */
  params: Record<string, unknown>;
  /** How long one call may take, at most 60,000 (B-42). */
  timeoutMs: number;
}

export interface NamedTemplate {
  name: string;
  /** A template. */
  value: string;
}

/** A secret as it is kept and published: sealed for one sandbox and one host (`SecretBox` of `@clarion/security`). */
export interface SealedSecret {
  sealed: string;
  /** The `host:port` that it was given for. It is never sent anywhere else. */
  host: string;
}

/** How the fetcher proves who it is (B-19, B-34). */
export type DataSourceAuth =
  /** A header of its own, such as `x-api-key`. */
  | { kind: 'header'; name: string; value: SealedSecret }
  /** RFC 7617. */
  | { kind: 'basic'; username: string; password: SealedSecret }
  /** Client credentials (RFC 6749 §4.4). The secret's host is the token endpoint's. */
  | {
      kind: 'oauth2';
      tokenUrl: string;
      clientId: string;
      clientSecret: SealedSecret;
      scope?: string;
      /** Where the credentials stand in the request for a token: HTTP Basic, or the form. */
      credentialsIn: 'header' | 'body';
    }
  /** `header: t=<seconds since 1970>,v1=<HMAC-SHA-256 of "t.method.path-and-query.body", in hex>`. */
  | { kind: 'hmac'; header: string; secret: SealedSecret };

/** How the rest of an answer is asked for; its pages' rows follow one another. At most `maxPages` (1 to 100). */
export type Pagination =
  /** The page names the next one: `Link: <…>; rel="next"` (RFC 8288), at the same host. */
  | { kind: 'link'; maxPages: number }
  /** A JSON pointer of the page's body to what the next call passes as `parameter`; null, missing or empty: the last. */
  | { kind: 'cursor'; pointer: string; parameter: string; maxPages: number }
  /** A number that grows by one; a page without rows is the last. */
  | { kind: 'page'; parameter: string; first: number; maxPages: number };

export interface InboundColumn {
  /** The name of the value in `data`. */
  key: string;
  /** The path of a profile attribute, such as `homeAddress.city`. */
  attribute: string;
}

/** How the answer becomes rows. */
export interface DataSourceMapping {
  /**
   * *array* (default): each element of one array is a row (B-43, B-44). *flatten*: the whole answer is one row, with a
   * column for each value; a column's key is its JSON pointer, such as `/match/teams/0/name` (B-15).
   */
  mode?: 'array' | 'flatten';
  /** JSON pointer of the array, such as `/weather`; empty when the answer is the array itself, and when it is flattened. */
  arrayPath: string;
  /** In their order. A row also has `lineNum`, its number from 1 (B.8). */
  columns: DataColumn[];
  /** Absent: those of B.5. */
  limits?: AnswerLimits;
}

/** What is taken of an answer; each absent one is Adobe's (B-50, B-53). */
export interface AnswerLimits {
  /** Decoded; 5,242,880, and at most 52,428,800. */
  maxBytes?: number;
  /** How deep it may be nested; 10, and at most 100. */
  maxDepth?: number;
  /** Characters of a member's name; 255, and at most 1,000. */
  maxKeyLength?: number;
  /** Rows, 100,000, and at most 1,000,000. */
  maxRows?: number;
}

/** A column of a mapping (B-22, B.4). */
export interface DataColumn {
  /** The name by which templates know it. */
  id: string;
  /** For people; absent: its id. */
  label?: string;
  /** The name of the value in the answer's objects; of a flattened answer its JSON pointer. */
  key: string;
  type: ColumnType;
  /** Characters of a text; longer ones do not fit. 255 in Adobe; absent: as long as the answer. */
  maxLength?: number;
  /** It is passed over: no row has it. */
  isIgnored?: boolean;
  /** Applied first, to what the value says as a text. */
  remap?: Remapping;
  /** What null is. *keep* (default): null; *missing* stands for `onError`. */
  onNull?: 'keep' | 'error' | 'default';
  /**
   * What a value is that is missing, of another type or too long. *fail* (default): the whole answer does not fit;
   * *reject-row*: the row is put aside and counted; *ignore-value*: null; *default*: `default`.
   */
  onError?: 'fail' | 'reject-row' | 'ignore-value' | 'default';
  /** Of the column's type. */
  default?: string | number | boolean;
}

/** Values that stand for others. */
export interface Remapping {
  values: { from: string; to: string | number | boolean | null }[];
  /** What a value is that none of them names. *keep* (default): itself; *error*: `onError`; *default*: `default`. */
  otherwise?: 'keep' | 'error' | 'default';
}

/** *json*: any value as it is, also an object or an array. */
export const columnTypes = ['text', 'integer', 'float', 'boolean', 'date', 'time', 'date-time', 'json'] as const;

export type ColumnType = (typeof columnTypes)[number];

/** A row of a snapshot: `lineNum` and the mapping's columns. Dates and times are texts, as they came. */
export type DataRow = Record<string, unknown> & { lineNum: number };

/** How a data source is called; what is absent is as `defaultPolicy` of the fetcher has it. */
export interface DataSourcePolicy {
  /** How often a call is made again after a failure; 3, and at most 10. */
  retries?: number;
  /** The statuses after which it is; 408, 425, 429 and all from 500. */
  retryStatuses?: number[];
  /** About the pause before the first repeat, which doubles; 1,000 ms. A `Retry-After` of up to 10 min is kept to. */
  retryPauseMs?: number;
  /** Calls a second to its host, over all instances; absent: as many as there are. */
  callsPerSecond?: number;
  /** Calls at once to its host, over all instances; absent: as many as there are. */
  concurrency?: number;
  /** JSON Schema of the answer; one that does not fit it is no answer. */
  responseSchema?: Record<string, unknown>;
  /** After a failure the last good answer of this data source does, if it is not older. */
  staleIfErrorSeconds?: number;
  /** After a failure, where nothing else does: these stand in for the answer, and are mapped as it would be. */
  fallback?: unknown;
  /** A call changes something where it is made, such as giving a coupon away: nobody makes one without need. */
  hasSideEffects?: boolean;
  /** Stands for an answer where people only look: mapped as one would be. */
  sample?: unknown;
}

/**
 * What an execution does once a data source has failed for good. *fail*: it ends, failed. *suspend*: it waits until it is
 * resumed, by hand or because the data source's host answers again. *skip*: it ends, skipped. *ignore*: it goes on, and `data.<alias>` is null.
 * *branch*: it ends, skipped, and another campaign is executed, which reads the failure as `context.failure`.
 */
export type FailureHandling = 'fail' | 'suspend' | 'skip' | 'ignore' | 'branch';

/** A data source as a campaign's version carries it: templates know its rows as `data.<alias>`. */
export interface CampaignDataSource {
  alias: string;
  dataSourceId: string;
  request: DataSourceRequest;
  mapping: DataSourceMapping;
  policy?: DataSourcePolicy;
  join: Join;
  /** Absent: *fail*. */
  onFailure?: FailureHandling;
  /** The campaign that is executed instead, where `onFailure` is *branch*. */
  branchCampaignId?: string;
  /** Transactional campaigns only: for so long, at most, executions share a snapshot. Absent: each has its own. */
  shareForSeconds?: number;
  /**
   * For how long they do. *fixed* (default): for `shareForSeconds`. *answer*: for as long as the answer's `Cache-Control` or
   * `Expires` says (RFC 9111), and never longer.
   */
  freshness?: 'fixed' | 'answer';
}

/**
 * Which rows a recipient sees. *all*: every one, in their order. *match*: those whose `column` equals the recipient's
 * profile attribute, in their order; a recipient for whom there is none gets no message. *row*: row *n* for the *n*th
 * recipient, each given once; a recipient beyond the last gets no message.
 */
export type Join = { kind: 'all' } | { kind: 'match'; column: string; attribute: string } | { kind: 'row' };
