import type { DataSourceRequest } from '@clarion/contracts';
import type { DataSourceBody, DataSourceRequestBody } from './data-source.body.js';
import type { DataSourceDraft } from './definition.js';

/** A data source as it is kept: what was left out of its request is filled in. */
export function dataSourceOf({ name, request, mapping }: DataSourceBody): DataSourceDraft {
  return { name, ...(request && { request: requestOf(request) }), ...(mapping && { mapping }) };
}

function requestOf(request: DataSourceRequestBody): DataSourceRequest {
  const { method, url, addCount = true, inboundColumns = [], params = {}, timeoutMs = 60_000 } = request;
  return { method, url, addCount, inboundColumns, params, timeoutMs };
}
