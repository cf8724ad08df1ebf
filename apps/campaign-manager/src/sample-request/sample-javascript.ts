import type { SampleCall } from './sample-request.answer.js';

/** A call as a module in JavaScript, which reads the secret from its environment. */
export function javaScriptOf({ method, url, headers, body }: SampleCall): string {
  const { authorization = '', ...others } = headers;
  const options = [
    `  method: ${JSON.stringify(method)},`,
    '  headers: {',
    `    authorization: \`${authorization.replace('$CLARION_SECRET', '${process.env.CLARION_SECRET}')}\`,`,
    ...Object.entries(others).map(([name, value]) => `    ${JSON.stringify(name)}: ${JSON.stringify(value)},`),
    '  },',
    `  body: JSON.stringify(${JSON.stringify(body, undefined, 2).replaceAll('\n', '\n  ')}),`,
  ];
  return [
    `const response = await fetch(${JSON.stringify(url)}, {`,
    ...options,
    '});',
    'console.log(response.status, await response.json());',
  ].join('\n');
}
