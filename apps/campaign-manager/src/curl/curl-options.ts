import { parseArgs, type ParseArgsConfig } from 'node:util';

type OptionsConfig = NonNullable<ParseArgsConfig['options']>;

/** How a letter is written out; all of these have a value. */
const withValue = {
  request: 'X',
  header: 'H',
  data: 'd',
  'data-raw': undefined,
  'data-ascii': undefined,
  'data-binary': undefined,
  'data-urlencode': undefined,
  json: undefined,
  user: 'u',
  'oauth2-bearer': undefined,
  url: undefined,
  'max-time': 'm',
  'user-agent': 'A',
  referer: 'e',
  cookie: 'b',
  'cookie-jar': 'c',
  proxy: 'x',
  'proxy-user': 'U',
  'proxy-header': undefined,
  preproxy: undefined,
  noproxy: undefined,
  socks5: undefined,
  'socks5-hostname': undefined,
  form: 'F',
  'form-string': undefined,
  output: 'o',
  'upload-file': 'T',
  cert: 'E',
  'cert-type': undefined,
  key: undefined,
  'key-type': undefined,
  pass: undefined,
  cacert: undefined,
  capath: undefined,
  ciphers: undefined,
  'tls-max': undefined,
  'connect-timeout': undefined,
  'connect-to': undefined,
  resolve: undefined,
  interface: undefined,
  'unix-socket': undefined,
  'aws-sigv4': undefined,
  retry: undefined,
  'retry-delay': undefined,
  'retry-max-time': undefined,
  'max-redirs': undefined,
  'max-filesize': undefined,
  'limit-rate': undefined,
  'write-out': 'w',
  'dump-header': 'D',
  config: 'K',
  range: 'r',
  'time-cond': 'z',
  'netrc-file': undefined,
} as const;

/** These have none. */
const withoutValue = {
  get: 'G',
  head: 'I',
  insecure: 'k',
  location: 'L',
  'location-trusted': undefined,
  netrc: 'n',
  digest: undefined,
  ntlm: undefined,
  negotiate: undefined,
  anyauth: undefined,
  basic: undefined,
  compressed: undefined,
  silent: 's',
  'show-error': 'S',
  verbose: 'v',
  include: 'i',
  fail: 'f',
  'fail-with-body': undefined,
  'no-progress-meter': undefined,
  'progress-bar': '#',
  globoff: 'g',
  'no-buffer': 'N',
  'remote-name': 'O',
  'http1.1': undefined,
  http2: undefined,
  'tlsv1.2': undefined,
  'tlsv1.3': undefined,
} as const;

/** One option of a command line, by its long name. */
export interface CurlOption {
  name: string;
  /** Absent where it has none. */
  value?: string;
}

/** Reads the words after `curl`: its options in their order, and URLs that stand for themselves. */
export function curlOptions(words: readonly string[]): { options: CurlOption[]; urls: string[] } {
  const { tokens } = parseArgs({
    args: [...words],
    options: { ...config(withValue, 'string'), ...config(withoutValue, 'boolean') },
    strict: false,
    allowPositionals: true,
    tokens: true,
  });
  const options = tokens.flatMap((token) => {
    if (token.kind !== 'option') return [];
    return [{ name: token.name, ...(token.value !== undefined && { value: token.value }) }];
  });
  return { options, urls: tokens.flatMap((token) => (token.kind === 'positional' ? token.value : [])) };
}

function config(letters: Record<string, string | undefined>, type: 'string' | 'boolean'): OptionsConfig {
  const each = Object.entries(letters).map(([name, short]) => [
    name,
    { type, multiple: true, ...(short !== undefined && { short }) },
  ]);
  return Object.fromEntries(each) as OptionsConfig;
}
