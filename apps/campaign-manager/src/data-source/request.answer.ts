import { requestMethods } from '@clarion/contracts';
import { Type, type Static } from '@sinclair/typebox';
import { jsonObject, oneOf } from '../answer-fields.js';

const named = Type.Object({ name: Type.String(), value: Type.String({ description: 'A template.' }) });

/** What is read where a secret is: that there is one, and the `host:port` that it was given for. */
export const shownSecret = Type.Object({ isSet: Type.Literal(true), host: Type.String() });

/** How a data source is shown to prove who asks. */
export const shownAuth = Type.Union([
  Type.Object({ kind: Type.Literal('header'), name: Type.String(), value: shownSecret }),
  Type.Object({ kind: Type.Literal('basic'), username: Type.String(), password: shownSecret }),
  Type.Object({
    kind: Type.Literal('oauth2'),
    tokenUrl: Type.String(),
    clientId: Type.String(),
    clientSecret: shownSecret,
    scope: Type.Optional(Type.String()),
    credentialsIn: oneOf(['header', 'body']),
  }),
  Type.Object({ kind: Type.Literal('hmac'), header: Type.String(), secret: shownSecret }),
]);

export type ShownAuth = Static<typeof shownAuth>;

const maxPages = Type.Integer();

const pagination = Type.Union([
  Type.Object({ kind: Type.Literal('link'), maxPages }),
  Type.Object({ kind: Type.Literal('cursor'), pointer: Type.String(), parameter: Type.String(), maxPages }),
  Type.Object({ kind: Type.Literal('page'), parameter: Type.String(), first: Type.Integer(), maxPages }),
]);

/** What is asked of a data source, without its secret. */
export const requestAnswer = Type.Object({
  method: oneOf(requestMethods),
  url: Type.String(),
  query: Type.Optional(Type.Array(named)),
  headers: Type.Optional(Type.Array(named)),
  body: Type.Optional(Type.String()),
  auth: Type.Optional(shownAuth),
  pagination: Type.Optional(pagination),
  addCount: Type.Boolean(),
  inboundColumns: Type.Array(Type.Object({ key: Type.String(), attribute: Type.String() })),
  params: jsonObject,
  timeoutMs: Type.Integer(),
});
