import type { DataSourceRequest } from '@clarion/contracts';
import type { DataSourceAnswer } from './data-source.answer.js';
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
  show: (dataSource): DataSourceAnswer => ({
    id: dataSource.id,
    ...shownDraft(dataSource.body),
    ...writtenOf(dataSource),
  }),
});

/** What a data source says, without its secret. May be written back. */
export function shownDraft({ request, ...rest }: DataSourceDraft) {
  return { ...rest, ...(request && { request: shownRequest(request) }) };
}

function shownRequest({ auth, ...rest }: DataSourceRequest) {
  return { ...rest, ...(auth && { auth: shownAuth(auth) }) };
}
