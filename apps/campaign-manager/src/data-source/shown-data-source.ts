import type { DataSourceDraft } from '../definition.js';
import { DefinitionView } from '../definition-view.js';
import { writtenOf } from '../representation.js';
import { shownAuth } from './sealed-auth.js';

/** A data source as the API shows it: without its secret. */
export const dataSources = new DefinitionView({
  kind: 'data-source',
  noun: 'data source',
  plural: 'dataSources',
  notFound: 'DataSourceNotFound',
  show: (dataSource) => ({ id: dataSource.id, ...shownDraft(dataSource.body), ...writtenOf(dataSource) }),
});

/** What a data source says, without its secret. May be written back. */
export function shownDraft({ request, ...rest }: DataSourceDraft) {
  const shown = request && { ...request, ...(request.auth && { auth: shownAuth(request.auth) }) };
  return { ...rest, ...(shown && { request: shown }) };
}
