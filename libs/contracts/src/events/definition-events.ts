import { Type } from '@sinclair/typebox';
import type { EventDefinition } from './event-definition.js';
import { identifier, jsonObject, numberFrom } from './fields.js';

const definitionKind = Type.Union([
  Type.Literal('campaign'),
  Type.Literal('channel-configuration'),
  Type.Literal('api-key'),
  Type.Literal('webhook'),
]);

/** One version of a definition, whole and immutable. Key: `kind:sandbox:id:version`. */
export const definitionPublished = {
  type: 'definition.published.v1',
  summary: 'One version of a definition, whole and immutable.',
  key: 'kind:sandbox:id:version',
  isCompacted: true,
  schema: Type.Object({
    kind: definitionKind,
    sandbox: identifier,
    id: identifier,
    version: numberFrom(1),
    /** What the definition says; its shape follows from `kind`. */
    body: jsonObject,
  }),
} as const satisfies EventDefinition;

/** Which version of a definition counts from revision *n* on. A lower revision is ignored. Key: `kind:sandbox:id`. */
export const definitionActivated = {
  type: 'definition.activated.v1',
  summary: 'Which version of a definition counts from this revision on; a lower revision is ignored.',
  key: 'kind:sandbox:id',
  isCompacted: true,
  schema: Type.Object({
    kind: definitionKind,
    sandbox: identifier,
    id: identifier,
    revision: numberFrom(1),
    version: numberFrom(1),
    state: Type.Union([
      Type.Literal('live'),
      Type.Literal('stopped'),
      Type.Literal('revoked'),
      Type.Literal('archived'),
    ]),
    /** Of a campaign that has ended: its running executions are to be cancelled. Absent: they finish. */
    cancelRunning: Type.Optional(Type.Boolean()),
  }),
} as const satisfies EventDefinition;
