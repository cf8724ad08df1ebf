import type { CurlOption } from './curl-options.js';
import type { CurlWarning } from './parsed-curl.answer.js';

/** Options that are read, and those that change nothing of what is asked. */
const read = new Set([
  ...['request', 'header', 'data', 'data-raw', 'data-ascii', 'data-binary', 'data-urlencode', 'json', 'user'],
  ...['oauth2-bearer', 'url', 'max-time', 'get', 'head', 'basic', 'compressed', 'silent', 'show-error', 'verbose'],
  ...['include', 'fail', 'fail-with-body', 'no-progress-meter', 'progress-bar', 'globoff', 'no-buffer', 'http1.1'],
  ...['http2', 'output', 'remote-name', 'write-out', 'dump-header', 'connect-timeout', 'tlsv1.2', 'tlsv1.3'],
  ...['user-agent', 'referer'],
]);

const files = new Set([
  'form',
  'form-string',
  'upload-file',
  'cert',
  'key',
  'cacert',
  'capath',
  'config',
  'netrc-file',
]);

const because = new Map([
  ['insecure', 'certificates are always checked'],
  ['location', 'redirects are not followed'],
  ['location-trusted', 'redirects are not followed'],
  ['proxy', 'no proxy is used'],
  ['retry', 'a policy says how often a call is made again'],
]);

/** What of a command line is not in the request; each option is told once. */
export function leftOut(options: readonly CurlOption[]): CurlWarning[] {
  const names = new Set(options.map(({ name }) => name).filter((name) => !read.has(name)));
  return [...names].map((name): CurlWarning => {
    if (name === 'cookie' || name === 'cookie-jar') return { code: 'CookieNotTaken', detail: 'Cookies are not taken.' };
    const code = files.has(name) ? 'FileNotTaken' : 'OptionNotTaken';
    const reason = because.get(name) ?? (files.has(name) ? 'files and forms are not sent' : undefined);
    return {
      code,
      detail: `The option ${name.length === 1 ? '-' : '--'}${name.slice(0, 40)} is not taken${reason ? `: ${reason}` : ''}.`,
    };
  });
}
