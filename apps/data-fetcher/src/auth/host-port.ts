/** The `host:port` that a URL leads to, as `SealedSecret` names it. */
export function hostPortOf(url: string): string {
  const { protocol, hostname, port } = new URL(url);
  return `${hostname}:${port || (protocol === 'http:' ? '80' : '443')}`;
}
