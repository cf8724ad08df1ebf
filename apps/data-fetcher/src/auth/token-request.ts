import type { DataSourceAuth } from '@clarion/contracts';

export type OAuth = Extract<DataSourceAuth, { kind: 'oauth2' }>;

/** Asks for a token by client credentials, as a form (B-34; RFC 6749 §4.4.2). */
export function tokenRequest(
  { clientId, scope, credentialsIn }: OAuth,
  clientSecret: string,
): { headers: Record<string, string>; body: string } {
  const isInBody = credentialsIn === 'body';
  const form = new URLSearchParams({
    grant_type: 'client_credentials',
    ...(scope !== undefined && { scope }),
    ...(isInBody && { client_id: clientId, client_secret: clientSecret }),
  });
  const headers = { accept: 'application/json', 'content-type': 'application/x-www-form-urlencoded' };
  if (isInBody) return { headers, body: form.toString() };
  const credentials = Buffer.from(`${formEncoded(clientId)}:${formEncoded(clientSecret)}`).toString('base64');
  return { headers: { ...headers, authorization: `Basic ${credentials}` }, body: form.toString() };
}

/** As both are written before they are joined (RFC 6749 §2.3.1). */
function formEncoded(text: string): string {
  return new URLSearchParams({ '': text }).toString().slice(1);
}
