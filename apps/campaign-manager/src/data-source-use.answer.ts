import { Type } from '@sinclair/typebox';
import { oneOf } from './answer-fields.js';

/** Which rows of a data source a recipient sees. */
export const join = Type.Union([
  Type.Object({ kind: Type.Literal('all') }),
  Type.Object({ kind: Type.Literal('match'), column: Type.String(), attribute: Type.String() }),
  Type.Object({ kind: Type.Literal('row') }),
]);

/** How a campaign uses a data source, whichever that is. */
export const useOfDataSource = {
  alias: Type.String(),
  join,
  onFailure: Type.Optional(oneOf(['fail', 'suspend', 'skip', 'ignore', 'branch'])),
  shareForSeconds: Type.Optional(Type.Integer()),
  freshness: Type.Optional(oneOf(['fixed', 'answer'])),
};

/** A data source that a campaign uses. */
export const dataSourceUse = Type.Object({
  ...useOfDataSource,
  dataSourceId: Type.String(),
  branchCampaignId: Type.Optional(Type.String()),
});
