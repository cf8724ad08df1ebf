import type { DataSourceAuth, DataSourceMapping, DataSourceRequest, Pagination } from '@clarion/contracts';
import type { DataSourceDraft } from '../definition.js';
import type { Fault } from '../fault.js';
import type { DataSourceBody } from './data-source.body.js';
import type { DataSourceMappingBody } from './mapping.body.js';
import type { GivenPagination } from './pagination.body.js';
import type { DataSourceRequestBody } from './request.body.js';
import { sealedAuth, type Seal } from './sealed-auth.js';

/** What a data source is kept with. */
export interface Keeping {
  seal: Seal;
  /** What it replaces. */
  kept?: DataSourceDraft | undefined;
}

/** A data source as it is kept: what was left out is filled in, and its secret is sealed; or why that cannot be. */
export function dataSourceOf(
  { name, request, mapping, policy }: DataSourceBody,
  keeping: Keeping,
): DataSourceDraft | Fault {
  const auth =
    request?.auth && sealedAuth(request.auth, { ...keeping, url: request.url, kept: keeping.kept?.request?.auth });
  if (auth && 'pointer' in auth) return { ...auth, pointer: `/request/auth${auth.pointer}` };
  return {
    name,
    ...(request && { request: requestOf(request, auth) }),
    ...(mapping && { mapping: mappingOf(mapping) }),
    ...(policy && { policy }),
  };
}

function requestOf(request: DataSourceRequestBody, auth: DataSourceAuth | undefined): DataSourceRequest {
  const { method = 'POST', addCount = true, inboundColumns = [], params = {}, timeoutMs = 60_000, ...rest } = request;
  const { pagination } = request;
  return {
    ...rest,
    ...{ method, addCount, inboundColumns, params, timeoutMs },
    ...(auth && { auth }),
    ...(pagination && { pagination: paginationOf(pagination) }),
  } as DataSourceRequest;
}

function mappingOf({ arrayPath = '', ...rest }: DataSourceMappingBody): DataSourceMapping {
  return { ...rest, arrayPath };
}

function paginationOf(pagination: GivenPagination): Pagination {
  const { maxPages = 100 } = pagination;
  if (pagination.kind !== 'page') return { ...pagination, maxPages };
  return { ...pagination, first: pagination.first ?? 1, maxPages };
}
