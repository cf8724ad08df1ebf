import { requestMethods, type RequestMethod } from '@clarion/contracts';
import { headerTemplateFault } from '../data-source/header-value.js';
import { requestBodyFault } from '../data-source/request-body.js';
import { requestTemplateFault } from '../data-source/request-template.js';
import { requestUrlFault } from '../data-source/request-url.js';
import type { Fault } from '../fault.js';
import { curlAuth } from './curl-auth.js';
import { curlData } from './curl-data.js';
import { curlHeaders } from './curl-headers.js';
import { curlOptions, type CurlOption } from './curl-options.js';
import { curlUrl, queryOf, type CurlUrl } from './curl-url.js';
import type { CurlWarning, DraftRequest, ParsedCurl } from './parsed-curl.answer.js';
import { leftOut } from './left-out.js';
import { shellWords } from './shell-words.js';

const longestMs = 60_000;
const mostWords = 1_000;

/** Makes a request of a command line, and warns of all that it could not take. */
export function parseCurl(line: string): ParsedCurl | Fault {
  if (/\bcurl(\.exe)?\s+\^"/.test(line)) {
    return { pointer: '/curl', detail: 'is written for the Windows command prompt: copy it as cURL (bash)' };
  }
  const read = shellWords(line.replace(/^\s*\$\s/, ''));
  if (!read) return { pointer: '/curl', detail: 'is no command line of a POSIX shell' };
  if (read.words.length > mostWords) return { pointer: '/curl', detail: `must be of at most ${mostWords} words` };
  const [command = '', ...rest] = read.words;
  if (!/(^|\/)curl(\.exe)?$/.test(command)) return { pointer: '/curl', detail: 'must begin with curl' };
  const { options, urls } = curlOptions(rest);
  const [first, ...others] = [...valuesOf(options, 'url'), ...urls];
  if (first === undefined) return { pointer: '/curl', detail: 'has no URL' };
  const asked = requestOf(curlUrl(first), options);
  return {
    request: asked.request,
    warnings: [
      ...read.warnings,
      ...(others.length > 0
        ? [{ code: 'MoreThanOneUrl' as const, detail: 'It has more than one URL: the first is taken.' }]
        : []),
      ...asked.warnings,
      ...leftOut(options),
      ...templateWarnings(asked.request),
    ],
  };
}

function requestOf(at: CurlUrl, options: readonly CurlOption[]): ParsedCurl {
  const data = curlData(options);
  const isInQuery = options.some(({ name }) => name === 'get');
  const method = methodOf(options, data.text !== undefined && !isInQuery);
  const sent = isInQuery ? { query: queryOf(data.text ?? '') ?? [], warnings: [] } : bodyOf(data.text, method.method);
  const read = curlHeaders(options);
  const { auth, headers, warnings } = curlAuth(options, read.headers, at.credentials);
  const time = timeOf(options);
  const query = [...at.query, ...('query' in sent ? sent.query : [])];
  return {
    request: {
      ...{ method: method.method, url: at.url },
      ...(query.length > 0 && { query }),
      ...(headers.length > 0 && { headers }),
      ...('body' in sent && { body: sent.body }),
      ...(auth && { auth }),
      ...time.timeout,
    },
    warnings: [
      ...at.warnings,
      ...method.warnings,
      ...data.warnings,
      ...sent.warnings,
      ...read.warnings,
      ...warnings,
      ...time.warnings,
    ],
  };
}

function methodOf(
  options: readonly CurlOption[],
  hasBody: boolean,
): { method: RequestMethod; warnings: CurlWarning[] } {
  const usual = hasBody ? 'POST' : 'GET';
  const isHead = options.some(({ name }) => name === 'head');
  const wanted = valuesOf(options, 'request').at(-1)?.toUpperCase() ?? (isHead ? 'HEAD' : usual);
  const method = requestMethods.find((one) => one === wanted);
  if (method) return { method, warnings: [] };
  const detail = `Its method is none of ${requestMethods.join(', ')}: ${usual} is taken.`;
  return { method: usual, warnings: [{ code: 'MethodNotTaken', detail }] };
}

function bodyOf(text: string | undefined, method: RequestMethod): { body?: string; warnings: CurlWarning[] } {
  const leave = (detail: string) => ({ warnings: [{ code: 'BodyNotTaken' as const, detail }] });
  if (text === undefined || text === '') return { warnings: [] };
  if (method === 'GET') return leave('GET has no body here.');
  return requestBodyFault(text) === 'must be JSON' ? leave('Its body is not JSON.') : { body: text, warnings: [] };
}

function timeOf(options: readonly CurlOption[]): { timeout: { timeoutMs?: number }; warnings: CurlWarning[] } {
  const seconds = Number(valuesOf(options, 'max-time').at(-1));
  if (!(seconds > 0)) return { timeout: {}, warnings: [] };
  const timeoutMs = Math.min(Math.max(Math.round(seconds * 1_000), 1), longestMs);
  const isCut = seconds * 1_000 > longestMs;
  const detail = 'A call may take a minute at most.';
  return { timeout: { timeoutMs }, warnings: isCut ? [{ code: 'OptionNotTaken', detail }] : [] };
}

/** What was no template to curl may be one here: `{{…}}`. */
function templateWarnings({ url, query = [], headers = [], body }: DraftRequest): CurlWarning[] {
  const faults: [string, string | undefined][] = [
    ['url', requestUrlFault(url)],
    ...query.map(({ name, value }): [string, string | undefined] => [
      `query parameter ${name.slice(0, 40)}`,
      requestTemplateFault(value, { kind: 'text', maxLength: 2_000 }),
    ]),
    ...headers.map(({ name, value }): [string, string | undefined] => [`header ${name}`, headerTemplateFault(value)]),
    ['body', body === undefined ? undefined : requestBodyFault(body)],
  ];
  return faults.flatMap(([what, fault]): CurlWarning[] =>
    fault === undefined ? [] : [{ code: 'NotTemplate', detail: `Its ${what} ${fault}.` }],
  );
}

function valuesOf(options: readonly CurlOption[], wanted: string): string[] {
  return options.flatMap(({ name, value }) => (name === wanted && value !== undefined ? value : []));
}
