import { Type, type Static } from '@sinclair/typebox';
import { oauthErrors } from './oauth-fault.js';

/** The answer of RFC 6749 §5.1, as Adobe gives it. */
export const tokenResponse = Type.Object(
  {
    access_token: Type.String(),
    token_type: Type.Literal('bearer'),
    expires_in: Type.Integer({ minimum: 0, description: 'Seconds.' }),
  },
  { $id: 'TokenResponse' },
);

export type TokenResponse = Static<typeof tokenResponse>;

/** That of §5.2. */
export const tokenRefusal = Type.Object(
  {
    error: Type.Union(oauthErrors.map((error) => Type.Literal(error))),
    error_description: Type.String({ description: 'A sentence for people.' }),
  },
  { $id: 'TokenRefusal' },
);

/** What asks for a token (§4.4.2), where the key is not shown by HTTP Basic. */
export const tokenForm = Type.Object(
  {
    grant_type: Type.Literal('client_credentials'),
    client_id: Type.Optional(Type.String({ description: 'The key’s public id.' })),
    client_secret: Type.Optional(Type.String({ description: 'The key’s secret.' })),
    scope: Type.Optional(Type.String({ description: 'Taken, and without effect.' })),
  },
  { $id: 'TokenForm' },
);
