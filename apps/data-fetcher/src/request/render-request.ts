import type { DataSourceRequest } from '@clarion/contracts';
import type { RequestScope } from '@clarion/personalization';
import type { Failure } from '../failure.js';
import type { RenderedRequest } from './rendered-request.js';
import { renderHeaders } from './render-headers.js';
import { renderTemplate } from './render-template.js';
import { renderUrl } from './render-url.js';
import { hasStandardBody, largestBytes, paramsOf, requestBody, tooLarge, type Members } from './request-body.js';
import { RequestFault } from './request-fault.js';

/** For which execution a request is. */
export type RunScope = Omit<RequestScope, 'params'>;

/** What a data source is asked, but for what proves who asks, or why it cannot be made. */
export async function renderRequest(
  request: DataSourceRequest,
  members: Members,
  run: RunScope,
): Promise<RenderedRequest | Failure> {
  try {
    const scope = { ...run, params: paramsOf(request, members) };
    const url = renderUrl(request, scope);
    const headers = renderHeaders(request, scope);
    const body = hasStandardBody(request) ? await requestBody(request, members) : ownBody(request, scope);
    return typeof body === 'object' && body !== null ? body : { method: request.method, url, headers, body };
  } catch (error) {
    if (error instanceof RequestFault) return { reason: 'DataSourceRequestInvalid', detail: error.message };
    throw error;
  }
}

function ownBody({ method, body: source }: DataSourceRequest, scope: RequestScope): string | Failure | null {
  if (source === undefined) return null;
  if (method === 'GET') throw new RequestFault('it has a body, and GET has none');
  const body = renderTemplate({ name: 'its body', source, kind: 'json' }, scope);
  if (Buffer.byteLength(body) > largestBytes) return tooLarge;
  try {
    JSON.parse(body);
    return body;
  } catch {
    // What JSON.parse says would show a piece of it.
    throw new RequestFault('its body is not JSON');
  }
}
