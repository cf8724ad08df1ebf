import type { Definition } from '../definition.js';
import { shownAuth } from './sealed-auth.js';

/** A data source as the API shows it: without its secret. */
export function shownDataSource({ id, body, createdAt, updatedAt }: Definition<'data-source'>) {
  const { request, ...rest } = body;
  const shown = request && { ...request, ...(request.auth && { auth: shownAuth(request.auth) }) };
  return { id, ...rest, ...(shown && { request: shown }), createdAt, updatedAt };
}
