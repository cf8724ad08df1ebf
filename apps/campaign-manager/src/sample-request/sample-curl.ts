import type { SampleCall } from './sample-request.answer.js';

/** A call as a command line for a POSIX shell, which puts the secret in. */
export function curlOf({ method, url, headers, body }: SampleCall): string {
  const lines = Object.entries(headers).map(([name, value]) =>
    // Between double quotes a shell puts variables in.
    name === 'authorization' ? `-H "${name}: ${value}"` : `-H ${quoted(`${name}: ${value}`)}`,
  );
  return [`curl -X ${method} ${quoted(url)}`, ...lines, `-d ${quoted(JSON.stringify(body, undefined, 2))}`].join(
    ' \\\n  ',
  );
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}
