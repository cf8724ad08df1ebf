import { DefinitionView } from '../definition-view.js';
import { writtenOf } from '../representation.js';
import { shownAuth } from './sealed-auth.js';

/** A data source as the API shows it: without its secret. */
export const dataSources = new DefinitionView({
  kind: 'data-source',
  noun: 'data source',
  plural: 'dataSources',
  notFound: 'DataSourceNotFound',
  show: (dataSource) => {
    const { request, ...rest } = dataSource.body;
    const shown = request && { ...request, ...(request.auth && { auth: shownAuth(request.auth) }) };
    return { id: dataSource.id, ...rest, ...(shown && { request: shown }), ...writtenOf(dataSource) };
  },
});
