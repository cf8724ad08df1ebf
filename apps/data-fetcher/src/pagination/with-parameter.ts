/** The URL with this one query parameter of that name; the others stay as they are written. */
export function withParameter(url: string, name: string, value: string): string {
  const target = new URL(url);
  const others = target.search
    .slice(1)
    .split('&')
    .filter((pair) => pair !== '' && !new URLSearchParams(pair).has(name));
  target.search = [...others, new URLSearchParams({ [name]: value }).toString()].join('&');
  return target.href;
}
