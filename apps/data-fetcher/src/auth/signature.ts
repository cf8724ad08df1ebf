import { createHmac } from 'node:crypto';

/** What of a call is signed. */
export interface Signed {
  method: string;
  url: string;
  body: string | null;
}

/** `t=<seconds since 1970>,v1=<HMAC-SHA-256 of "t.method.path-and-query.body", in hex>`. */
export function signature({ method, url, body }: Signed, secret: string, seconds: number): string {
  const { pathname, search } = new URL(url);
  const hmac = createHmac('sha256', secret).update(`${seconds}.${method}.${pathname}${search}.${body ?? ''}`);
  return `t=${seconds},v1=${hmac.digest('hex')}`;
}
