import type { DataSourceAuth } from '@clarion/contracts';

/** The header by which a request proves who asks; `undefined` where it does not. */
export function headerOfAuth(auth: DataSourceAuth): string;
export function headerOfAuth(auth: DataSourceAuth | undefined): string | undefined;
export function headerOfAuth(auth: DataSourceAuth | undefined): string | undefined {
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
