/** What proves who asks, as far as its header goes: a `DataSourceAuth`, its secret sealed or not. */
type ProvingAuth = { kind: 'header'; name: string } | { kind: 'hmac'; header: string } | { kind: 'basic' | 'oauth2' };

/** The header by which a request proves who asks; `undefined` where it does not. */
export function headerOfAuth(auth: ProvingAuth): string;
export function headerOfAuth(auth: ProvingAuth | undefined): string | undefined;
export function headerOfAuth(auth: ProvingAuth | undefined): string | undefined {
  switch (auth?.kind) {
    case undefined:
      return undefined;
    case 'header':
      return auth.name;
    case 'hmac':
      return auth.header;
    case 'basic':
    case 'oauth2':
      return 'authorization';
  }
}
