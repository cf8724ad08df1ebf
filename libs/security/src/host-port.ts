/**
 * The `host:port` that a URL leads to, as `SealedSecret` names it: in lower case, and with its port also where that is the
 * scheme's own.
 * @throws TypeError where the text is no URL.
 */
export function hostPortOf(url: string): string {
  const { protocol, hostname, port } = new URL(url);
  return `${hostname}:${port || (protocol === 'http:' ? '80' : '443')}`;
}
