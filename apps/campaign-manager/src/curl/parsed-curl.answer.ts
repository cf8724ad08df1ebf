import { requestMethods } from '@clarion/contracts';
import { Type, type Static } from '@sinclair/typebox';
import { oneOf } from '../answer-fields.js';

const named = Type.Object({ name: Type.String(), value: Type.String() });

const auth = Type.Union([
  Type.Object({ kind: Type.Literal('header'), name: Type.String(), value: Type.String() }),
  Type.Object({ kind: Type.Literal('basic'), username: Type.String(), password: Type.String() }),
]);

const request = Type.Object({
  method: oneOf(requestMethods),
  url: Type.String(),
  query: Type.Optional(Type.Array(named)),
  headers: Type.Optional(Type.Array(named)),
  body: Type.Optional(Type.String()),
  auth: Type.Optional(auth),
  timeoutMs: Type.Optional(Type.Integer({ minimum: 1 })),
});

/** A request as a data source takes it, with the secret in clear. */
export type DraftRequest = Static<typeof request>;

const warning = Type.Object({
  code: oneOf([
    ...(['OptionNotTaken', 'FileNotTaken', 'CookieNotTaken', 'HeaderNotTaken', 'BodyNotTaken'] as const),
    ...(['MethodNotTaken', 'AuthNotTaken', 'ReadableSecret', 'MoreThanOneUrl', 'UrlChanged'] as const),
    ...(['PlainHttp', 'Shell', 'NotTemplate'] as const),
  ]),
  detail: Type.String(),
});

/** Something of a command line that its request does not have, or has in another way. It never shows a value. */
export type CurlWarning = Static<typeof warning>;

/** What a command line of curl asks, as far as a data source can. */
export const parsedCurlAnswer = Type.Object({ request, warnings: Type.Array(warning) }, { $id: 'ParsedCurl' });

export type ParsedCurl = Static<typeof parsedCurlAnswer>;
