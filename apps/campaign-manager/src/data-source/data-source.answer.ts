import { Type, type Static } from '@sinclair/typebox';
import { pageOf, written } from '../answer-fields.js';
import { mappingAnswer } from './mapping.answer.js';
import { policyAnswer } from './policy.answer.js';
import { requestAnswer } from './request.answer.js';

/** What a data source says, without its secret. */
export const shownDataSource = {
  name: Type.String(),
  request: Type.Optional(requestAnswer),
  mapping: Type.Optional(mappingAnswer),
  policy: Type.Optional(policyAnswer),
};

/** A data source as the API shows it. */
export const dataSourceAnswer = Type.Object(
  { id: Type.String(), ...shownDataSource, ...written },
  { $id: 'DataSource' },
);

export type DataSourceAnswer = Static<typeof dataSourceAnswer>;

export const dataSourcesAnswer = pageOf({ dataSources: Type.Array(dataSourceAnswer) }, 'DataSources');
