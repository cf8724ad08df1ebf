import type { DataSourceRequest } from '@clarion/contracts';
import { setImmediate as othersFirst } from 'node:timers/promises';
import type { Failure } from '../failure.js';

/** What the resolver says of a run's members. */
export interface Members {
  count: number;
  /** The distinct combinations of the attributes that were asked for, by their paths. */
  rows: Record<string, unknown>[];
}

const portion = 500;
/** B-31. */
export const largestBytes = 5_242_880;

/** Whether the body is that of B-30. */
export function hasStandardBody({ method, body }: DataSourceRequest): boolean {
  return body === undefined && method !== 'GET' && method !== 'DELETE';
}

/** Whether the request says anything of the run's members. */
export function needsMembers(request: DataSourceRequest): boolean {
  return request.addCount || attributesOf(request).length > 0;
}

/** The profile attributes that the request tells, each once. */
export function attributesOf(request: DataSourceRequest): string[] {
  if (!hasStandardBody(request)) return [];
  return [...new Set(request.inboundColumns.map(({ attribute }) => attribute))];
}

/** The custom parameters (B-13), with the count where it was asked for (B-11). */
export function paramsOf({ params, addCount }: DataSourceRequest, { count }: Members): Record<string, unknown> {
  return { ...params, ...(addCount && { count }) };
}

/**
 * The body of a call: `{"params":{…},"data":[…]}` (B-30), with the count (B-11), a chosen attribute of each combination
 * under its key (B-12), and the custom parameters (B-13). At most 5 MB (B-31). Others have their turn between portions.
 */
export async function requestBody(request: DataSourceRequest, members: Members): Promise<string | Failure> {
  const params = paramsOf(request, members);
  const { rows } = members;
  const parts: string[] = [];
  let bytes = 0;
  for (let first = 0; first < rows.length; first += portion) {
    if (first > 0) await othersFirst();
    const part = rows.slice(first, first + portion).map((row) => JSON.stringify(inbound(row, request)));
    parts.push(part.join(','));
    bytes += Buffer.byteLength(parts.at(-1) ?? '');
    if (bytes > largestBytes) return tooLarge;
  }
  const body = `{"params":${JSON.stringify(params)},"data":[${parts.join(',')}]}`;
  return Buffer.byteLength(body) > largestBytes ? tooLarge : body;
}

/** B-60. */
export const tooLarge: Failure = {
  reason: 'DataSourceRequestTooLarge',
  detail: `what it would be told has over ${largestBytes} bytes`,
};

function inbound(row: Record<string, unknown>, { inboundColumns }: DataSourceRequest): Record<string, unknown> {
  return Object.fromEntries(inboundColumns.map(({ key, attribute }) => [key, row[attribute] ?? null]));
}
